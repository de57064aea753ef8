-- Step-up (20261122000025) saw no session where the owner of the tables is no superuser: those that were open count from their sign-in
SELECT set_config('app.scope', 'platform', true);
UPDATE login_sessions SET confirmed_at = created_at WHERE confirmed_at > created_at;
ALTER TABLE login_sessions ALTER COLUMN confirmed_at DROP DEFAULT;
-- Who owned an organization that is gone: the file of what it had is theirs until it expires
ALTER TABLE exports ADD COLUMN owners UUID[] NOT NULL DEFAULT '{}';
CREATE POLICY own ON exports FOR SELECT USING (owners @> ARRAY[(SELECT portico_user())] AND expires_at > now());
