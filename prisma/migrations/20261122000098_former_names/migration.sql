-- Nothing is left of what keys were called before: those of the kind `ptc_org_` open no more, and nobody acts as a "token"
SELECT set_config('app.scope', 'platform', true);
UPDATE keys k SET revoked_at = now() WHERE k.revoked_at IS NULL AND EXISTS (SELECT FROM key_secrets s WHERE s.key_id = k.id AND starts_with(s.prefix, 'ptc_org_'));
-- Of rows from now on: the log is a chain, in which nothing is written anew
ALTER TABLE audit_events DROP CONSTRAINT audit_events_actor,
  ADD CONSTRAINT audit_events_actor CHECK (actor_kind IN ('person', 'key', 'bot', 'system')) NOT VALID;
