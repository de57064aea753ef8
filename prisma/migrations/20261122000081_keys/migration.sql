-- What Portico issues is a key, not a token: names alone, but for the scopes, of which `read` becomes one for each resource
SELECT set_config('app.scope', 'platform', true); -- owners that are no superuser are under the forced policies too

ALTER TABLE tokens RENAME TO keys;
ALTER TABLE keys RENAME COLUMN token_hash TO key_hash;
DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT conname::text AS name FROM pg_constraint WHERE conrelid = 'keys'::regclass AND conname LIKE 'tokens\_%' LOOP
    EXECUTE format('ALTER TABLE keys RENAME CONSTRAINT %I TO %I', r.name, replace(replace(r.name, 'tokens_', 'keys_'), 'token_hash', 'key_hash'));
  END LOOP;
  FOR r IN SELECT c.relname::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'keys'::regclass AND c.relname LIKE 'tokens\_%' LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', r.name, replace(replace(r.name, 'tokens_', 'keys_'), 'token_hash', 'key_hash'));
  END LOOP;
END $$;
ALTER TABLE agent_sessions RENAME COLUMN created_by_token TO created_by_key;

DROP TRIGGER announce ON keys; -- not each use
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE OF revoked_at, name, scopes ON keys FOR EACH ROW EXECUTE FUNCTION portico_announce('keys');
CREATE OR REPLACE FUNCTION portico_end_children() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE keys SET revoked_at = NEW.revoked_at, revoked_by = NEW.revoked_by WHERE parent_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz, issuer text, signed_in_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE before text := current_setting('app.scope', true); used timestamptz;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT k.id, k.kind, k.organization_id, k.user_id, k.name, k.scopes, k.organization_role, k.project_id, k.project_role, k.expires_at, k.revoked_at,
      u.display_name, u.email, u.email_verified, u.groups, u.suspended_at, i.issuer, i.last_sign_in_at, k.last_used_at
    INTO id, kind, organization_id, user_id, name, scopes, organization_role, project_id, project_role, expires_at, revoked_at,
      display_name, email, email_verified, groups, suspended_at, issuer, signed_in_at, used
    FROM keys k LEFT JOIN users u ON u.id = k.user_id
      LEFT JOIN LATERAL (SELECT o.issuer, o.last_sign_in_at FROM identities o WHERE o.user_id = u.id ORDER BY o.last_sign_in_at DESC LIMIT 1) i ON true
    WHERE k.key_hash = hash;
  IF FOUND THEN
    RETURN NEXT;
    IF revoked_at IS NULL AND expires_at > now() AND (used IS NULL OR used < now() - interval '1 minute') THEN
      UPDATE keys k SET last_used_at = now(), last_used_from = address WHERE k.key_hash = hash
        AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute');
    END IF;
  END IF;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;

-- The log is a chain: what it says of earlier calls stays as it was written, "token" included
ALTER TABLE audit_events RENAME COLUMN actor_token_id TO actor_key_id;
ALTER TABLE audit_events DROP CONSTRAINT audit_events_actor,
  ADD CONSTRAINT audit_events_actor CHECK (actor_kind IN ('person', 'key', 'bot', 'system', 'token'));
CREATE OR REPLACE FUNCTION portico_audit_payload(e audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), e.id, e.organization_id, e.project_id, e.actor_kind, e.actor_user_id,
    e.actor_name, e.actor_key_id, e.as_user_id, e.via, e.address, e.action, e.outcome, e.target_kind, e.target_id, e.target_name, e.reason, e.detail, e.request_id)::text
$$;

-- What could read goes on reading everything, whatever a key of it writes
UPDATE keys SET scopes = array_replace(array_remove(scopes, 'read'), 'tokens:write', 'keys:write') || CASE WHEN 'read' = ANY (scopes)
  THEN ARRAY['organization:read', 'projects:read', 'members:read', 'sessions:read', 'credentials:read', 'keys:read', 'usage:read'] ELSE '{}' END
  WHERE scopes && ARRAY['read', 'tokens:write'];
UPDATE platform_settings SET data = data - 'maxTokenDays' || jsonb_build_object('maxKeyDays', data -> 'maxTokenDays') WHERE data ? 'maxTokenDays';
