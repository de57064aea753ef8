-- An invitation may bring a role that ends
ALTER TABLE invitations ADD COLUMN until TIMESTAMPTZ(3);

-- Whether whoever invites may still give what the invitation brings; one by a service or the platform stands
CREATE FUNCTION portico_invitation_stands(i invitations) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (i.until IS NULL OR i.until > now()) AND (i.invited_by IS NULL OR EXISTS (
    SELECT FROM memberships m JOIN users u ON u.id = m.user_id AND u.suspended_at IS NULL
    WHERE m.organization_id = i.organization_id AND m.user_id = i.invited_by AND m.project_id IS NULL
      AND (m.expires_at IS NULL OR m.expires_at > now()) AND (m.role = 'owner' OR (m.role = 'admin' AND i.role <> 'owner'))))
$$;

-- An organization sees who asks to be let in while they ask
DROP POLICY asking ON users;
CREATE POLICY asking ON users FOR SELECT USING (id IN (SELECT user_id FROM join_requests
  WHERE organization_id = (SELECT portico_organization()) AND state = 'pending'));

-- As before, but whose membership by name has ended is reached no more
CREATE OR REPLACE FUNCTION portico_group_reach(org uuid, iss text, grp text) RETURNS TABLE (user_id uuid, display_name text, reached boolean) LANGUAGE plpgsql AS $$
DECLARE before text := current_setting('app.scope', true);
BEGIN
  IF coalesce(nullif(current_setting('app.organization_id', true), '')::uuid, org) <> org THEN RETURN; END IF;
  PERFORM set_config('app.scope', 'platform', true);
  RETURN QUERY SELECT u.id, u.display_name,
      EXISTS (SELECT FROM memberships m WHERE m.organization_id = org AND m.user_id = u.id AND m.mapping_id IS NULL
        AND (m.expires_at IS NULL OR m.expires_at > now())) OR (u.email_verified AND EXISTS (
        SELECT FROM domains d WHERE d.organization_id = org AND d.verified_at IS NOT NULL AND d.domain = lower(split_part(u.email, '@', 2))))
    FROM users u WHERE EXISTS (SELECT FROM identities i WHERE i.user_id = u.id AND i.issuer = iss AND i.groups @> ARRAY[grp]);
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;

-- Whether the cluster may bind a mapping's group as a whole: everybody known to carry it holds its role here. Who is suspended, was
-- removed or is out of its reach does not, and then those who do are bound by name, as far as a Project takes so many
CREATE FUNCTION portico_group_whole(mapping uuid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE before text := current_setting('app.scope', true); g group_mappings; whole boolean;
BEGIN
  SELECT * INTO g FROM group_mappings WHERE id = mapping;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM set_config('app.scope', 'platform', true);
  whole := NOT EXISTS (
      SELECT FROM identities i JOIN users u ON u.id = i.user_id LEFT JOIN memberships m ON m.user_id = u.id AND m.mapping_id = g.id
      WHERE i.issuer = g.issuer AND i.groups @> ARRAY[g.group_name] AND (u.suspended_at IS NOT NULL OR m.id IS NULL))
    OR (SELECT count(*) FROM memberships m WHERE m.mapping_id = g.id) > 200;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
  RETURN whole;
END $$;

-- As before, and which issuer spoke for the person last, and when
DROP FUNCTION portico_bearer(bytea, text);
CREATE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz, issuer text, signed_in_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE before text := current_setting('app.scope', true); used timestamptz;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT t.id, t.kind, t.organization_id, t.user_id, t.name, t.scopes, t.organization_role, t.project_id, t.project_role, t.expires_at, t.revoked_at,
      u.display_name, u.email, u.email_verified, u.groups, u.suspended_at, i.issuer, i.last_sign_in_at, t.last_used_at
    INTO id, kind, organization_id, user_id, name, scopes, organization_role, project_id, project_role, expires_at, revoked_at,
      display_name, email, email_verified, groups, suspended_at, issuer, signed_in_at, used
    FROM tokens t LEFT JOIN users u ON u.id = t.user_id
      LEFT JOIN LATERAL (SELECT o.issuer, o.last_sign_in_at FROM identities o WHERE o.user_id = u.id ORDER BY o.last_sign_in_at DESC LIMIT 1) i ON true
    WHERE t.token_hash = hash;
  IF FOUND THEN
    RETURN NEXT;
    IF revoked_at IS NULL AND expires_at > now() AND (used IS NULL OR used < now() - interval '1 minute') THEN
      UPDATE tokens t SET last_used_at = now(), last_used_from = address WHERE t.token_hash = hash
        AND (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute');
    END IF;
  END IF;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;
