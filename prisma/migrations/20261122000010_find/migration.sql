-- What the platform's staff finds organizations and people by. Under row-level security an index is used for a condition only
-- if nothing in it could tell what it saw of other rows: lower() and LIKE are not sworn to that, comparisons are. So what is
-- compared is a column of its own, in the order of its bytes.
DROP INDEX organizations_slug_begins;
DROP INDEX organizations_name_begins;
DROP INDEX users_email_begins;
DROP INDEX users_name_begins;
ALTER TABLE organizations
  ADD COLUMN find_slug TEXT COLLATE "C" GENERATED ALWAYS AS (lower(slug)) STORED,
  ADD COLUMN find_name TEXT COLLATE "C" GENERATED ALWAYS AS (lower(display_name)) STORED;
CREATE INDEX organizations_find_slug_idx ON organizations (find_slug);
CREATE INDEX organizations_find_name_idx ON organizations (find_name);
ALTER TABLE users
  ADD COLUMN find_email TEXT COLLATE "C" GENERATED ALWAYS AS (lower(email)) STORED,
  ADD COLUMN find_name TEXT COLLATE "C" GENERATED ALWAYS AS (lower(display_name)) STORED;
CREATE INDEX users_find_email_idx ON users (find_email);
CREATE INDEX users_find_name_idx ON users (find_name);
