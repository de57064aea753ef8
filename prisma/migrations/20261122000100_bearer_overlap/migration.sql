-- As before, and when the secret ends: with one from before a rotation nothing is made that outlives it
DROP FUNCTION portico_bearer(bytea, text);
CREATE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz, disabled_at timestamptz, rotated boolean, secret_ends_at timestamptz, address_allowed boolean,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz, issuer text, signed_in_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE before text := current_setting('app.scope', true); used timestamptz; secret uuid; secret_used timestamptz; networks text[];
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT k.id, k.kind, k.organization_id, k.user_id, k.name, k.scopes, k.organization_role, k.project_id, k.project_role, k.expires_at, k.revoked_at, k.disabled_at,
      s.ends_at IS NOT NULL AND s.ends_at <= now(), s.ends_at, u.display_name, u.email, u.email_verified, u.groups, u.suspended_at, i.issuer, i.last_sign_in_at,
      k.last_used_at, s.id, s.last_used_at, k.addresses
    INTO id, kind, organization_id, user_id, name, scopes, organization_role, project_id, project_role, expires_at, revoked_at, disabled_at,
      rotated, secret_ends_at, display_name, email, email_verified, groups, suspended_at, issuer, signed_in_at, used, secret, secret_used, networks
    FROM key_secrets s JOIN keys k ON k.id = s.key_id AND k.organization_id IS NOT DISTINCT FROM s.organization_id LEFT JOIN users u ON u.id = k.user_id
      LEFT JOIN LATERAL (SELECT o.issuer, o.last_sign_in_at FROM identities o WHERE o.user_id = u.id ORDER BY o.last_sign_in_at DESC LIMIT 1) i ON true
    WHERE s.hash = portico_bearer.hash;
  IF FOUND THEN
    address_allowed := networks = '{}' OR portico_within(portico_bearer.address, networks);
    RETURN NEXT;
    IF revoked_at IS NULL AND expires_at > now() AND disabled_at IS NULL AND NOT rotated AND address_allowed THEN
      IF used IS NULL OR used < now() - interval '1 minute' THEN
        UPDATE keys k SET last_used_at = now(), last_used_from = portico_bearer.address WHERE k.id = portico_bearer.id
          AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute');
      END IF;
      IF secret_used IS NULL OR secret_used < now() - interval '1 minute' THEN
        UPDATE key_secrets s SET last_used_at = now() WHERE s.id = secret AND (s.last_used_at IS NULL OR s.last_used_at < now() - interval '1 minute');
      END IF;
    END IF;
  END IF;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;
