-- What people find keys by: how their name begins, and the last four characters of a secret. As for organizations and people, a column of its own in the order of
-- its bytes: under row-level security an index is used for comparisons, and not for LIKE
ALTER TABLE keys ADD COLUMN find_name TEXT COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED;
CREATE INDEX keys_organization_id_find_name_idx ON keys (organization_id, find_name);
CREATE INDEX key_secrets_organization_id_last_four_idx ON key_secrets (organization_id, last_four);
