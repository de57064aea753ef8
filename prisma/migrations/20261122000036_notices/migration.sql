-- Somebody who asks for an organization belongs to none: the message to the platform's staff is of no organization either
CREATE POLICY asking ON emails FOR INSERT
  WITH CHECK (organization_id IS NULL AND template = 'organizationAsked' AND (SELECT portico_user()) IS NOT NULL);
-- Whoever is looked at reads who it was, whom they may not otherwise see
SELECT set_config('app.scope', 'platform', true);
ALTER TABLE impersonations ADD COLUMN actor_name TEXT NOT NULL DEFAULT '';
UPDATE impersonations i SET actor_name = u.display_name FROM users u WHERE u.id = i.actor_user_id;
ALTER TABLE impersonations ALTER COLUMN actor_name DROP DEFAULT;
