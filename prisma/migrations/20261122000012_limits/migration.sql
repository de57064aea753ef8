-- A bucket that has been full for an hour is as good as none
CREATE FUNCTION portico_forget_limits() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM rate_limits WHERE tat < now() - interval '1 hour' RETURNING 1) SELECT count(*)::int FROM gone
$$;
REVOKE ALL ON FUNCTION portico_forget_limits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portico_forget_limits() TO portico_worker;

-- As before, but the use of a token is looked at before it is written: one statement less nearly always
CREATE OR REPLACE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE before text := current_setting('app.scope', true); used timestamptz;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT t.id, t.kind, t.organization_id, t.user_id, t.name, t.scopes, t.organization_role, t.project_id, t.project_role, t.expires_at, t.revoked_at,
      u.display_name, u.email, u.email_verified, u.groups, u.suspended_at, t.last_used_at
    INTO id, kind, organization_id, user_id, name, scopes, organization_role, project_id, project_role, expires_at, revoked_at,
      display_name, email, email_verified, groups, suspended_at, used
    FROM tokens t LEFT JOIN users u ON u.id = t.user_id WHERE t.token_hash = hash;
  IF FOUND THEN
    RETURN NEXT;
    IF revoked_at IS NULL AND expires_at > now() AND (used IS NULL OR used < now() - interval '1 minute') THEN
      UPDATE tokens t SET last_used_at = now(), last_used_from = address WHERE t.token_hash = hash
        AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute');
    END IF;
  END IF;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;
