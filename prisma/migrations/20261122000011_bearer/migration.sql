-- Who a token is, with its person, in one round trip and before any door is open. Notes its use at most once a minute
DROP FUNCTION portico_token(bytea, text);
CREATE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE before text := current_setting('app.scope', true);
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  RETURN QUERY SELECT t.id, t.kind, t.organization_id, t.user_id, t.name, t.scopes, t.organization_role, t.project_id, t.project_role, t.expires_at, t.revoked_at,
      u.display_name, u.email, u.email_verified, u.groups, u.suspended_at
    FROM tokens t LEFT JOIN users u ON u.id = t.user_id WHERE t.token_hash = hash;
  UPDATE tokens t SET last_used_at = now(), last_used_from = address WHERE t.token_hash = hash AND t.revoked_at IS NULL AND t.expires_at > now()
    AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute');
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;
