-- A key is what may be done and how much; its secrets are what proves it. Rotating adds a secret and gives the one before an end
SELECT set_config('app.scope', 'platform', true);

CREATE TABLE key_secrets (id UUID PRIMARY KEY, organization_id UUID, key_id UUID NOT NULL REFERENCES keys ON DELETE CASCADE ON UPDATE CASCADE,
  hash BYTEA NOT NULL, prefix TEXT COLLATE "C" NOT NULL, last_four TEXT NOT NULL, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, created_by UUID,
  ends_at TIMESTAMPTZ(3), last_used_at TIMESTAMPTZ(3));
INSERT INTO key_secrets (id, organization_id, key_id, hash, prefix, last_four, created_at, created_by, last_used_at)
  SELECT id, organization_id, id, key_hash, prefix, last_four, created_at, created_by, last_used_at FROM keys;
CREATE UNIQUE INDEX key_secrets_hash_key ON key_secrets (hash);
CREATE INDEX key_secrets_key_id_idx ON key_secrets (key_id);
CREATE INDEX key_secrets_organization_id_prefix_idx ON key_secrets (organization_id, prefix); -- in the order of its bytes: found by how it begins

ALTER TABLE key_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE key_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON key_secrets USING (organization_id = (SELECT portico_organization())) WITH CHECK (organization_id = (SELECT portico_organization()));
CREATE POLICY platform ON key_secrets USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()));
CREATE POLICY own ON key_secrets FOR SELECT USING (key_id IN (SELECT id FROM keys WHERE user_id = (SELECT portico_user())));
GRANT SELECT, INSERT, UPDATE, DELETE ON key_secrets TO portico_app, portico_worker;

ALTER TABLE keys DROP COLUMN key_hash, DROP COLUMN prefix, DROP COLUMN last_four,
  ADD COLUMN models TEXT[] NOT NULL DEFAULT '{}', -- none named: all that the tier has
  ADD COLUMN routes TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN addresses TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN requests_per_minute INT, ADD COLUMN tokens_per_minute INT, ADD COLUMN tokens_per_month BIGINT, ADD COLUMN cost_per_month NUMERIC(12, 2),
  ADD COLUMN disabled_at TIMESTAMPTZ(3), ADD COLUMN disabled_by UUID,
  ADD COLUMN leak_reported_at TIMESTAMPTZ(3), ADD COLUMN leak_source TEXT,
  ADD COLUMN expiry_told INT, -- how many days before its end its people were told last
  ADD COLUMN version INT NOT NULL DEFAULT 1,
  DROP CONSTRAINT keys_kind, DROP CONSTRAINT keys_project_role,
  ADD CONSTRAINT keys_kind CHECK (
    (kind = 'personal' AND organization_id IS NOT NULL AND user_id IS NOT NULL AND organization_role IS NULL AND project_role IS NULL) OR
    (kind = 'project' AND organization_id IS NOT NULL AND user_id IS NULL AND organization_role IS NULL AND project_role IS NOT NULL) OR
    (kind = 'service' AND organization_id IS NOT NULL AND user_id IS NULL AND (organization_role IS NOT NULL OR project_role IS NOT NULL)) OR
    (kind = 'platform' AND organization_id IS NULL AND user_id IS NOT NULL AND organization_role IS NULL AND project_id IS NULL)),
  ADD CONSTRAINT keys_project_role CHECK (project_role IS NULL OR (project_id IS NOT NULL AND project_role IN ('admin', 'editor', 'viewer'))),
  ADD CONSTRAINT keys_limits CHECK (requests_per_minute > 0 AND tokens_per_minute > 0 AND tokens_per_month > 0 AND cost_per_month > 0);
CREATE INDEX keys_project_id_id_idx ON keys (project_id, id DESC);
CREATE INDEX keys_expires_at_idx ON keys (expires_at);

ALTER TABLE organizations ADD COLUMN key_max_days INT NOT NULL DEFAULT 365, ADD COLUMN revoke_leaked_keys BOOLEAN NOT NULL DEFAULT true,
  ADD CONSTRAINT organizations_key_max_days CHECK (key_max_days BETWEEN 1 AND 365);

DROP TRIGGER announce ON keys; -- not each use, but the first
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE OF revoked_at, disabled_at, leak_reported_at, name, scopes, version ON keys
  FOR EACH ROW EXECUTE FUNCTION portico_announce('keys');
CREATE TRIGGER announce_first_use AFTER UPDATE OF last_used_at ON keys FOR EACH ROW
  WHEN (OLD.last_used_at IS NULL AND NEW.last_used_at IS NOT NULL) EXECUTE FUNCTION portico_announce('keys');

-- What was made with a key stands and falls with it, also while it is disabled
CREATE FUNCTION portico_disable_children() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.disabled_at IS NULL THEN UPDATE keys SET disabled_at = NULL, disabled_by = NULL WHERE parent_id = NEW.id AND disabled_at = OLD.disabled_at;
  ELSE UPDATE keys SET disabled_at = NEW.disabled_at, disabled_by = NEW.disabled_by WHERE parent_id = NEW.id AND disabled_at IS NULL; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER disable_children AFTER UPDATE OF disabled_at ON keys FOR EACH ROW
  WHEN ((OLD.disabled_at IS NULL) <> (NEW.disabled_at IS NULL)) EXECUTE FUNCTION portico_disable_children();

-- Whether an address is in one of the networks; of none, every address is. An address that nobody knows is in no network
CREATE FUNCTION portico_within(address text, networks text[]) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE plain text := regexp_replace(split_part(address, '%', 1), '^::ffff:(?=[0-9]+\.)', '', 'i');
BEGIN
  IF networks = '{}' THEN RETURN true; END IF;
  IF plain IS NULL OR NOT pg_input_is_valid(plain, 'inet') THEN RETURN false; END IF;
  RETURN EXISTS (SELECT FROM unnest(networks) network WHERE plain::inet <<= network::inet);
END $$;

-- As before, by one of its secrets; also whether that secret's time is over, the key is disabled, or the address is none of the key's. A
-- secret counts in the organization of its key alone: a foreign one beside it opens nothing
DROP FUNCTION portico_bearer(bytea, text);
CREATE FUNCTION portico_bearer(hash bytea, address text) RETURNS TABLE (id uuid, kind text, organization_id uuid, user_id uuid, name text, scopes text[],
  organization_role text, project_id uuid, project_role text, expires_at timestamptz, revoked_at timestamptz, disabled_at timestamptz, rotated boolean, address_allowed boolean,
  display_name text, email text, email_verified boolean, groups text[], suspended_at timestamptz, issuer text, signed_in_at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE before text := current_setting('app.scope', true); used timestamptz; secret uuid; secret_used timestamptz; networks text[];
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT k.id, k.kind, k.organization_id, k.user_id, k.name, k.scopes, k.organization_role, k.project_id, k.project_role, k.expires_at, k.revoked_at, k.disabled_at,
      s.ends_at IS NOT NULL AND s.ends_at <= now(), u.display_name, u.email, u.email_verified, u.groups, u.suspended_at, i.issuer, i.last_sign_in_at,
      k.last_used_at, s.id, s.last_used_at, k.addresses
    INTO id, kind, organization_id, user_id, name, scopes, organization_role, project_id, project_role, expires_at, revoked_at, disabled_at,
      rotated, display_name, email, email_verified, groups, suspended_at, issuer, signed_in_at, used, secret, secret_used, networks
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
