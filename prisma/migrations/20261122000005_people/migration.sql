-- One migration for people and access.
SELECT set_config('app.scope', 'platform', true); -- owners that are no superuser are under the forced policies too

-- Organizations, requests, domains
ALTER TABLE organizations ADD COLUMN state TEXT NOT NULL DEFAULT 'active', ADD COLUMN state_reason TEXT, ADD COLUMN state_at TIMESTAMPTZ(3),
  ADD COLUMN state_by UUID, ADD COLUMN delete_after TIMESTAMPTZ(3), ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE organizations SET state = 'suspended', state_at = suspended_at WHERE suspended_at IS NOT NULL;
ALTER TABLE organizations DROP COLUMN suspended_at;
ALTER TABLE organizations ADD CONSTRAINT organizations_state CHECK (state IN ('active', 'suspended', 'deleting', 'deleted'));
CREATE INDEX organizations_slug_begins ON organizations (lower(slug) text_pattern_ops);
CREATE INDEX organizations_name_begins ON organizations (lower(display_name) text_pattern_ops);
CREATE INDEX organizations_unsettled ON organizations (state, id) WHERE state <> 'active';

CREATE TABLE organization_requests (id UUID PRIMARY KEY, user_id UUID NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, slug TEXT NOT NULL,
  display_name TEXT NOT NULL, tier TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'pending', decision_reason TEXT, decided_by UUID,
  decided_at TIMESTAMPTZ(3), organization_id UUID, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT organization_requests_state CHECK (state IN ('pending', 'approved', 'declined', 'withdrawn')));
CREATE UNIQUE INDEX organization_requests_slug ON organization_requests (slug) WHERE state = 'pending';
CREATE UNIQUE INDEX organization_requests_one ON organization_requests (user_id) WHERE state = 'pending';
CREATE INDEX organization_requests_state_id_idx ON organization_requests (state, id DESC);

CREATE TABLE domains (id UUID PRIMARY KEY, organization_id UUID NOT NULL REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE, domain TEXT NOT NULL,
  challenge TEXT NOT NULL, joining TEXT NOT NULL DEFAULT 'ask', role TEXT NOT NULL DEFAULT 'member', created_by UUID,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, verified_at TIMESTAMPTZ(3), checked_at TIMESTAMPTZ(3), failures INTEGER NOT NULL DEFAULT 0, message TEXT,
  CONSTRAINT domains_form CHECK (domain = lower(domain)), CONSTRAINT domains_joining CHECK (joining IN ('off', 'ask', 'auto')),
  CONSTRAINT domains_role CHECK (role IN ('member', 'billing')));
CREATE UNIQUE INDEX domains_organization_id_domain_key ON domains (organization_id, domain);
CREATE UNIQUE INDEX domains_verified ON domains (domain) WHERE verified_at IS NOT NULL; -- one owner in the world

CREATE TABLE join_requests (id UUID PRIMARY KEY, organization_id UUID NOT NULL REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE,
  user_id UUID NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, message TEXT, state TEXT NOT NULL DEFAULT 'pending', decision_reason TEXT,
  decided_by UUID, decided_at TIMESTAMPTZ(3), created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT join_requests_state CHECK (state IN ('pending', 'approved', 'declined', 'withdrawn')));
CREATE UNIQUE INDEX join_requests_one ON join_requests (organization_id, user_id) WHERE state = 'pending';
CREATE INDEX join_requests_user_id_idx ON join_requests (user_id);

-- Groups, memberships, invitations
ALTER TABLE identities ADD COLUMN groups TEXT[] NOT NULL DEFAULT '{}'; -- users.groups stays the last sign-in's, for the platform's admin group
UPDATE identities i SET groups = u.groups FROM users u WHERE u.id = i.user_id;
CREATE INDEX identities_groups_idx ON identities USING gin (groups);
CREATE INDEX users_email_begins ON users (lower(email) text_pattern_ops);
CREATE INDEX users_name_begins ON users (lower(display_name) text_pattern_ops);

CREATE TABLE group_mappings (id UUID PRIMARY KEY, organization_id UUID NOT NULL REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE,
  issuer TEXT NOT NULL, group_name TEXT NOT NULL, project_id UUID, role TEXT NOT NULL, created_by UUID, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT group_mappings_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT group_mappings_role CHECK ((project_id IS NULL AND role IN ('admin', 'member', 'billing')) OR (project_id IS NOT NULL AND role IN ('admin', 'editor', 'viewer'))));
CREATE UNIQUE INDEX group_mappings_once ON group_mappings (organization_id, issuer, group_name, project_id) NULLS NOT DISTINCT;
CREATE UNIQUE INDEX group_mappings_organization_id_id_key ON group_mappings (organization_id, id);
CREATE INDEX group_mappings_issuer_group_name_idx ON group_mappings (issuer, group_name);

ALTER TABLE memberships ADD COLUMN mapping_id UUID, ADD COLUMN expires_at TIMESTAMPTZ(3),
  ADD CONSTRAINT memberships_organization_id_mapping_id_fkey FOREIGN KEY (organization_id, mapping_id) REFERENCES group_mappings (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT memberships_owner_stays CHECK (role <> 'owner' OR (expires_at IS NULL AND mapping_id IS NULL));
DROP INDEX memberships_once;
CREATE UNIQUE INDEX memberships_once ON memberships (organization_id, project_id, user_id, mapping_id) NULLS NOT DISTINCT;
CREATE INDEX memberships_expiring ON memberships (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX memberships_owners ON memberships (organization_id) WHERE project_id IS NULL AND role = 'owner';

ALTER TABLE invitations ADD COLUMN project_id UUID, ADD COLUMN project_role TEXT, ADD COLUMN nonce TEXT NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
  ADD COLUMN message TEXT, ADD COLUMN sent_at TIMESTAMPTZ(3), ADD COLUMN sends INTEGER NOT NULL DEFAULT 0, ADD COLUMN revoked_at TIMESTAMPTZ(3), ADD COLUMN revoked_by UUID,
  ADD CONSTRAINT invitations_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT invitations_project CHECK ((project_id IS NULL) = (project_role IS NULL) AND (project_role IS NULL OR project_role IN ('admin', 'editor', 'viewer')));
UPDATE invitations i SET revoked_at = now() WHERE accepted_at IS NULL AND EXISTS (SELECT FROM invitations n WHERE n.organization_id = i.organization_id
  AND n.email = i.email AND n.accepted_at IS NULL AND n.id > i.id);
DROP INDEX invitations_open;
CREATE UNIQUE INDEX invitations_open ON invitations (organization_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Projects
ALTER TABLE projects ADD COLUMN kind TEXT NOT NULL DEFAULT 'shared', ADD COLUMN owner_user_id UUID, ADD COLUMN labels JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN pod_security TEXT NOT NULL DEFAULT 'restricted', ADD COLUMN archived_at TIMESTAMPTZ(3), ADD COLUMN archived_by UUID, ADD COLUMN version INTEGER NOT NULL DEFAULT 1,
  ADD CONSTRAINT projects_kind CHECK ((kind = 'shared' AND owner_user_id IS NULL) OR (kind = 'personal' AND owner_user_id IS NOT NULL)),
  ADD CONSTRAINT projects_pod_security CHECK (pod_security IN ('restricted', 'baseline')), DROP CONSTRAINT projects_egress,
  ADD CONSTRAINT projects_egress CHECK (egress_mode IN ('none', 'gateways', 'internet'));
CREATE UNIQUE INDEX projects_personal ON projects (organization_id, owner_user_id) WHERE kind = 'personal' AND deleted_at IS NULL;
ALTER TABLE agent_sessions ADD COLUMN created_by_token UUID;
CREATE TABLE drift_events (id UUID PRIMARY KEY, organization_id UUID NOT NULL, project_id UUID NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, fields TEXT[] NOT NULL,
  manager TEXT NOT NULL, operation TEXT NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL DEFAULT '', changed_at TIMESTAMPTZ(3), seen_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT drift_events_state CHECK (state IN ('repaired', 'repairing', 'refused')),
  CONSTRAINT drift_events_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX drift_events_project_id_id_idx ON drift_events (project_id, id DESC);

-- Platform settings: one row, no secrets, everybody reads
CREATE TABLE platform_settings (id INTEGER PRIMARY KEY DEFAULT 1, data JSONB NOT NULL DEFAULT '{}', version INTEGER NOT NULL DEFAULT 1, updated_by UUID,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, CONSTRAINT platform_settings_one CHECK (id = 1));
INSERT INTO platform_settings DEFAULT VALUES;

-- Tokens: found by hash alone; "personal" is bound to its user's present rights, "service" carries its own, "platform" is a platform admin's and of no organization
CREATE TABLE tokens (id UUID PRIMARY KEY, kind TEXT NOT NULL, organization_id UUID REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE,
  user_id UUID REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, name TEXT NOT NULL, prefix TEXT NOT NULL, last_four TEXT NOT NULL, token_hash BYTEA NOT NULL,
  scopes TEXT[] NOT NULL, organization_role TEXT, project_id UUID, project_role TEXT, created_by UUID, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at TIMESTAMPTZ(3) NOT NULL, last_used_at TIMESTAMPTZ(3), last_used_from TEXT, revoked_at TIMESTAMPTZ(3), revoked_by UUID,
  CONSTRAINT tokens_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT tokens_life CHECK (expires_at <= created_at + interval '365 days 1 minute'),
  CONSTRAINT tokens_kind CHECK (
    (kind = 'personal' AND organization_id IS NOT NULL AND user_id IS NOT NULL AND organization_role IS NULL AND project_id IS NULL) OR
    (kind = 'service' AND organization_id IS NOT NULL AND user_id IS NULL AND (organization_role IS NOT NULL OR project_id IS NOT NULL)) OR
    (kind = 'platform' AND organization_id IS NULL AND user_id IS NOT NULL AND organization_role IS NULL AND project_id IS NULL)),
  CONSTRAINT tokens_role CHECK (organization_role IN ('admin', 'member', 'billing') AND project_role IS NULL OR organization_role IS NULL),
  CONSTRAINT tokens_project_role CHECK ((project_id IS NULL) = (project_role IS NULL) AND (project_role IS NULL OR project_role IN ('admin', 'editor', 'viewer'))));
CREATE UNIQUE INDEX tokens_token_hash_key ON tokens (token_hash);
CREATE INDEX tokens_organization_id_id_idx ON tokens (organization_id, id DESC);
CREATE INDEX tokens_user_id_idx ON tokens (user_id);

-- Rate limits: no tenant's rows, no grants; one call takes from several buckets. GCRA: tat is when the bucket is full again
CREATE UNLOGGED TABLE rate_limits (key TEXT PRIMARY KEY, tat TIMESTAMPTZ NOT NULL, ok BOOLEAN NOT NULL DEFAULT true) WITH (fillfactor = 60);
CREATE FUNCTION portico_take(keys text[], amounts int[], periods int[]) RETURNS TABLE (key text, ok boolean, "limit" int, remaining int, reset_ms int, retry_ms int)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH ask AS (SELECT a.k, a.n, make_interval(secs => a.p) AS whole, make_interval(secs => a.p::float8 / a.n) AS each
      FROM unnest(keys, amounts, periods) AS a(k, n, p) ORDER BY a.k),
    took AS (INSERT INTO rate_limits AS r (key, tat) SELECT k, clock_timestamp() + each FROM ask
      ON CONFLICT (key) DO UPDATE SET
        ok = greatest(r.tat, clock_timestamp()) + (SELECT each FROM ask WHERE k = r.key) <= clock_timestamp() + (SELECT whole FROM ask WHERE k = r.key),
        tat = CASE WHEN greatest(r.tat, clock_timestamp()) + (SELECT each FROM ask WHERE k = r.key) <= clock_timestamp() + (SELECT whole FROM ask WHERE k = r.key)
              THEN greatest(r.tat, clock_timestamp()) + (SELECT each FROM ask WHERE k = r.key) ELSE r.tat END
      RETURNING r.key, r.tat, r.ok)
  SELECT t.key, t.ok, a.n, greatest(0, floor(extract(epoch FROM clock_timestamp() + a.whole - t.tat) / extract(epoch FROM a.each)))::int,
    ceil(greatest(0, extract(epoch FROM t.tat - clock_timestamp())) * 1000)::int,
    CASE WHEN t.ok THEN 0 ELSE ceil(greatest(0, extract(epoch FROM t.tat + a.each - a.whole - clock_timestamp())) * 1000)::int END
  FROM took t JOIN ask a ON a.k = t.key
$$;

-- Who a token is, in one round trip and before any door is open. Notes its use at most once a minute
CREATE FUNCTION portico_token(hash bytea, address text) RETURNS SETOF tokens LANGUAGE plpgsql VOLATILE AS $$
DECLARE before text := current_setting('app.scope', true);
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  RETURN QUERY SELECT * FROM tokens WHERE token_hash = hash;
  UPDATE tokens SET last_used_at = now(), last_used_from = address WHERE token_hash = hash AND revoked_at IS NULL AND expires_at > now()
    AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute');
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;

-- Whom a group reaches: those who carry it and belong to the organization, or have an address in a domain that it has verified
CREATE FUNCTION portico_group_reach(org uuid, iss text, grp text) RETURNS TABLE (user_id uuid, display_name text, reached boolean) LANGUAGE plpgsql AS $$
DECLARE before text := current_setting('app.scope', true);
BEGIN
  IF coalesce(nullif(current_setting('app.organization_id', true), '')::uuid, org) <> org THEN RETURN; END IF;
  PERFORM set_config('app.scope', 'platform', true);
  RETURN QUERY SELECT u.id, u.display_name,
      EXISTS (SELECT FROM memberships m WHERE m.organization_id = org AND m.user_id = u.id AND m.mapping_id IS NULL) OR (u.email_verified AND EXISTS (
        SELECT FROM domains d WHERE d.organization_id = org AND d.verified_at IS NOT NULL AND d.domain = lower(split_part(u.email, '@', 2))))
    FROM users u WHERE EXISTS (SELECT FROM identities i WHERE i.user_id = u.id AND i.issuer = iss AND i.groups @> ARRAY[grp]);
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;

-- Exports, e-mail, view-as
CREATE TABLE exports (id UUID PRIMARY KEY, organization_id UUID REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE, kind TEXT NOT NULL, format TEXT NOT NULL,
  filter JSONB NOT NULL DEFAULT '{}', state TEXT NOT NULL DEFAULT 'queued', rows INTEGER NOT NULL DEFAULT 0, bytes BIGINT NOT NULL DEFAULT 0, message TEXT, created_by UUID,
  request_id TEXT NOT NULL, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, finished_at TIMESTAMPTZ(3), expires_at TIMESTAMPTZ(3),
  CONSTRAINT exports_kind CHECK (kind IN ('audit', 'organization')), CONSTRAINT exports_format CHECK (format IN ('csv', 'ndjson')),
  CONSTRAINT exports_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'expired')));
CREATE INDEX exports_organization_id_id_idx ON exports (organization_id, id DESC);
CREATE TABLE export_chunks (export_id UUID NOT NULL REFERENCES exports ON DELETE CASCADE ON UPDATE CASCADE, position INTEGER NOT NULL, organization_id UUID, content BYTEA NOT NULL,
  PRIMARY KEY (export_id, position));
CREATE TABLE emails (id UUID PRIMARY KEY, organization_id UUID REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE, template TEXT NOT NULL, recipient TEXT NOT NULL,
  subject_id UUID, params JSONB NOT NULL DEFAULT '{}', state TEXT NOT NULL DEFAULT 'queued', message TEXT, created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  sent_at TIMESTAMPTZ(3), CONSTRAINT emails_state CHECK (state IN ('queued', 'sent', 'failed', 'off')));
CREATE INDEX emails_organization_id_subject_id_idx ON emails (organization_id, subject_id);
CREATE TABLE impersonations (id UUID PRIMARY KEY, organization_id UUID NOT NULL REFERENCES organizations ON DELETE CASCADE ON UPDATE CASCADE,
  user_id UUID NOT NULL REFERENCES users ON DELETE CASCADE ON UPDATE CASCADE, actor_user_id UUID NOT NULL, login_session_id UUID NOT NULL REFERENCES login_sessions ON DELETE CASCADE ON UPDATE CASCADE,
  reason TEXT NOT NULL, started_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, ends_at TIMESTAMPTZ(3) NOT NULL, ended_at TIMESTAMPTZ(3),
  CONSTRAINT impersonations_life CHECK (ends_at <= started_at + interval '61 minutes'), CONSTRAINT impersonations_other CHECK (actor_user_id <> user_id));
CREATE UNIQUE INDEX impersonations_one ON impersonations (login_session_id) WHERE ended_at IS NULL;
CREATE INDEX impersonations_user_id_idx ON impersonations (user_id);
ALTER TABLE login_sessions ADD COLUMN address TEXT;

-- The answer to a repeated request belongs to whoever acts: a person, a service token, an identity of an issuer
DROP POLICY own ON idempotency_keys;
ALTER TABLE idempotency_keys RENAME COLUMN user_id TO actor_id;
CREATE POLICY own ON idempotency_keys USING (actor_id = (SELECT portico_actor())) WITH CHECK (actor_id = (SELECT portico_actor()));

-- Audit: sequence and hash by trigger in the transaction of the change, sealed with a key that the database does not have
ALTER TABLE audit_events ADD COLUMN seq BIGINT, ADD COLUMN hash BYTEA, ADD COLUMN via TEXT NOT NULL DEFAULT 'screen', ADD COLUMN actor_token_id UUID,
  ADD COLUMN as_user_id UUID, ADD COLUMN address TEXT,
  ADD CONSTRAINT audit_events_actor CHECK (actor_kind IN ('person', 'token', 'bot', 'system')), ADD CONSTRAINT audit_events_via CHECK (via IN ('screen', 'api', 'cluster', 'system'));
CREATE TABLE audit_chains (chain_id UUID PRIMARY KEY, seq BIGINT NOT NULL, hash BYTEA NOT NULL, at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  sealed_seq BIGINT NOT NULL DEFAULT 0, base_seq BIGINT NOT NULL DEFAULT 0, base_hash BYTEA) WITH (fillfactor = 50);
CREATE INDEX audit_chains_unsealed ON audit_chains (chain_id) WHERE seq > sealed_seq;
CREATE INDEX audit_chains_at_idx ON audit_chains (at DESC);
CREATE TABLE audit_seals (chain_id UUID NOT NULL, seq BIGINT NOT NULL, hash BYTEA NOT NULL, prev_mac BYTEA NOT NULL, mac BYTEA NOT NULL, key_id TEXT NOT NULL,
  sealed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (chain_id, seq));
CREATE INDEX audit_seals_sealed_at_idx ON audit_seals (sealed_at);
-- One text for a row, from built-in functions only; verify writes the same expression in its own query
CREATE FUNCTION portico_audit_payload(e audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), e.id, e.organization_id, e.project_id, e.actor_kind, e.actor_user_id,
    e.actor_name, e.actor_token_id, e.as_user_id, e.via, e.address, e.action, e.outcome, e.target_kind, e.target_id, e.target_name, e.reason, e.detail, e.request_id)::text
$$;
CREATE FUNCTION portico_chain_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE chain uuid := coalesce(NEW.organization_id, '00000000-0000-0000-0000-000000000000'); head audit_chains;
BEGIN
  SELECT * INTO head FROM audit_chains WHERE chain_id = chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_chains (chain_id, seq, hash) VALUES (chain, 0, sha256(convert_to(chain::text, 'UTF8'))) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT head FROM audit_chains WHERE chain_id = chain FOR UPDATE;
  END IF;
  NEW.seq := head.seq + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.hash := sha256(head.hash || convert_to(portico_audit_payload(NEW), 'UTF8'));
  UPDATE audit_chains SET seq = NEW.seq, hash = NEW.hash, at = NEW.at WHERE chain_id = chain;
  RETURN NEW;
END $$;
DO $$ DECLARE e audit_events; BEGIN -- rows from before the chain, in their order (the trigger's own steps, keeping the time)
  FOR e IN SELECT * FROM audit_events ORDER BY at, id LOOP
    INSERT INTO audit_chains (chain_id, seq, hash) VALUES (coalesce(e.organization_id, '00000000-0000-0000-0000-000000000000'), 0,
      sha256(convert_to(coalesce(e.organization_id, '00000000-0000-0000-0000-000000000000')::text, 'UTF8'))) ON CONFLICT DO NOTHING;
    SELECT c.seq + 1 INTO e.seq FROM audit_chains c WHERE c.chain_id = coalesce(e.organization_id, '00000000-0000-0000-0000-000000000000');
    UPDATE audit_chains c SET seq = e.seq, at = e.at, hash = sha256(c.hash || convert_to(portico_audit_payload(e), 'UTF8'))
      WHERE c.chain_id = coalesce(e.organization_id, '00000000-0000-0000-0000-000000000000') RETURNING c.hash INTO e.hash;
    UPDATE audit_events SET seq = e.seq, hash = e.hash WHERE id = e.id;
  END LOOP;
END $$;
ALTER TABLE audit_events ALTER COLUMN seq SET NOT NULL, ALTER COLUMN hash SET NOT NULL, ALTER COLUMN seq SET DEFAULT 0, ALTER COLUMN hash SET DEFAULT '\x';
CREATE UNIQUE INDEX audit_events_chain ON audit_events (organization_id, seq) NULLS NOT DISTINCT;
DROP INDEX audit_events_organization_id_at_id_idx; -- pages go by (organization_id, seq)
CREATE INDEX audit_events_organization_id_action_seq_idx ON audit_events (organization_id, action, seq DESC);
CREATE INDEX audit_events_organization_id_actor_user_id_seq_idx ON audit_events (organization_id, actor_user_id, seq DESC);
CREATE INDEX audit_events_organization_id_project_id_seq_idx ON audit_events (organization_id, project_id, seq DESC);
CREATE INDEX audit_events_at_idx ON audit_events (at DESC);
CREATE TRIGGER chain BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION portico_chain_audit();
CREATE FUNCTION portico_seal(chain uuid, upto bigint, head bytea, prev bytea, sealed bytea, key text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT portico_platform() THEN RAISE EXCEPTION 'portico_seal is the worker''s'; END IF;
  INSERT INTO audit_seals (chain_id, seq, hash, prev_mac, mac, key_id) VALUES (chain, upto, head, prev, sealed, key);
  UPDATE audit_chains SET sealed_seq = upto WHERE chain_id = chain AND sealed_seq < upto;
END $$;
-- Retention: a sealed beginning of a chain that is old enough goes; its last seal stays as the anchor of what follows
CREATE FUNCTION portico_audit_expire(chain uuid, before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE anchor audit_seals; gone bigint;
BEGIN
  IF NOT portico_platform() OR before > now() - interval '90 days' THEN RAISE EXCEPTION 'audit rows stay for 90 days at least'; END IF;
  SELECT * INTO anchor FROM audit_seals s WHERE s.chain_id = chain AND s.sealed_at < before ORDER BY s.seq DESC LIMIT 1;
  IF NOT FOUND THEN RETURN 0; END IF;
  DELETE FROM audit_events e WHERE e.organization_id IS NOT DISTINCT FROM nullif(chain, '00000000-0000-0000-0000-000000000000') AND e.seq <= anchor.seq;
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM audit_seals s WHERE s.chain_id = chain AND s.seq < anchor.seq;
  UPDATE audit_chains SET base_seq = anchor.seq, base_hash = anchor.hash WHERE chain_id = chain;
  RETURN gone;
END $$;

-- The last owner stays, whoever removes whom at once: each waits here for the other's commit and counts again
CREATE FUNCTION portico_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.project_id IS NOT NULL OR OLD.role <> 'owner' OR (TG_OP = 'UPDATE' AND NEW.role = 'owner' AND NEW.project_id IS NULL AND NEW.user_id = OLD.user_id) THEN RETURN NULL; END IF;
  PERFORM 1 FROM organizations WHERE id = OLD.organization_id AND state IN ('active', 'suspended') FOR NO KEY UPDATE;
  IF FOUND AND NOT EXISTS (SELECT FROM memberships WHERE organization_id = OLD.organization_id AND project_id IS NULL AND role = 'owner') THEN
    RAISE EXCEPTION 'last_owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'memberships_last_owner';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keep_owner AFTER UPDATE OR DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION portico_keep_owner();

-- Failed jobs: the web may try again or throw away, and nothing else of pgboss
CREATE FUNCTION portico_job(job_id uuid, what text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE n int;
BEGIN
  IF NOT portico_platform() THEN RETURN false; END IF;
  IF what = 'retry' THEN UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, completed_on = NULL, start_after = now() WHERE id = job_id AND state = 'failed';
  ELSIF what = 'discard' THEN DELETE FROM pgboss.job WHERE id = job_id AND state = 'failed'; END IF;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n = 1;
END $$;

-- Policies
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['domains', 'join_requests', 'group_mappings', 'drift_events', 'tokens', 'exports', 'export_chunks', 'emails', 'impersonations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = (SELECT portico_organization())) WITH CHECK (organization_id = (SELECT portico_organization()))', t);
    EXECUTE format('CREATE POLICY platform ON %I USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['organization_requests', 'platform_settings', 'audit_chains', 'audit_seals'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY platform ON %I USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()))', t);
  END LOOP;
END $$;
CREATE POLICY own ON organization_requests USING (user_id = (SELECT portico_user())) WITH CHECK (user_id = (SELECT portico_user()) AND state IN ('pending', 'withdrawn'));
CREATE POLICY own ON join_requests USING (user_id = (SELECT portico_user())) WITH CHECK (user_id = (SELECT portico_user()) AND state IN ('pending', 'withdrawn'));
CREATE POLICY own ON tokens FOR SELECT USING (user_id = (SELECT portico_user()));
CREATE POLICY own ON impersonations FOR SELECT USING (user_id = (SELECT portico_user()));
CREATE POLICY everybody ON platform_settings FOR SELECT USING (true);
CREATE POLICY asking ON users FOR SELECT USING (id IN (SELECT user_id FROM join_requests WHERE organization_id = (SELECT portico_organization())));
CREATE POLICY tenant ON audit_chains USING (chain_id = (SELECT portico_organization())) WITH CHECK (chain_id = (SELECT portico_organization()));
CREATE POLICY own ON audit_chains USING (chain_id = '00000000-0000-0000-0000-000000000000' AND (SELECT portico_user()) IS NOT NULL)
  WITH CHECK (chain_id = '00000000-0000-0000-0000-000000000000' AND (SELECT portico_user()) IS NOT NULL);
CREATE POLICY tenant ON audit_seals FOR SELECT USING (chain_id = (SELECT portico_organization()));
DROP POLICY own ON organizations;
CREATE POLICY own ON organizations FOR SELECT USING (id IN (SELECT organization_id FROM memberships WHERE user_id = (SELECT portico_user())
  AND (expires_at IS NULL OR expires_at > now())));

GRANT SELECT, INSERT, UPDATE, DELETE ON organization_requests, domains, join_requests, group_mappings, drift_events, tokens, exports, export_chunks, emails, impersonations TO portico_app, portico_worker;
GRANT SELECT, UPDATE ON platform_settings TO portico_app;
GRANT SELECT ON platform_settings TO portico_worker;
GRANT SELECT ON audit_chains, audit_seals TO portico_app, portico_worker;
REVOKE ALL ON FUNCTION portico_take(text[], int[], int[]), portico_seal(uuid, bigint, bytea, bytea, bytea, text), portico_audit_expire(uuid, timestamptz), portico_job(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portico_take(text[], int[], int[]), portico_job(uuid, text) TO portico_app;
GRANT EXECUTE ON FUNCTION portico_seal(uuid, bigint, bytea, bytea, bytea, text), portico_audit_expire(uuid, timestamptz) TO portico_worker;

-- What open pages hear: {"t": topic, "o": organization, "p": project, "i": row, "u": person}; a field that a kind of row lacks is left out
CREATE OR REPLACE FUNCTION portico_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END); topic text := TG_ARGV[0];
BEGIN
  PERFORM pg_notify('portico_changes', jsonb_strip_nulls(jsonb_build_object('t', topic,
    'o', CASE topic WHEN 'organizations' THEN r -> 'id' ELSE r -> 'organization_id' END,
    'p', CASE topic WHEN 'projects' THEN r -> 'id' ELSE r -> 'project_id' END,
    'i', CASE WHEN topic IN ('sessions', 'login', 'exports') THEN r -> 'id' END,
    'u', CASE WHEN topic = 'invitations' THEN portico_addressee(r ->> 'email') ELSE r -> 'user_id' END))::text);
  RETURN NULL;
END $$;
CREATE FUNCTION portico_addressee(address text) RETURNS jsonb LANGUAGE plpgsql AS $$ -- the person with this verified address, so that a waiting wizard moves on
DECLARE before text := current_setting('app.scope', true); found jsonb;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  SELECT to_jsonb(id) INTO found FROM users WHERE lower(email) = address AND email_verified ORDER BY id LIMIT 1;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
  RETURN found;
END $$;
DO $$
DECLARE pair text[];
BEGIN
  FOREACH pair SLICE 1 IN ARRAY ARRAY[['invitations', 'invitations'], ['domains', 'domains'], ['join_requests', 'requests'], ['organization_requests', 'requests'],
    ['group_mappings', 'groups'], ['tokens', 'tokens'], ['exports', 'exports'], ['impersonations', 'viewing'], ['drift_events', 'drift']] LOOP
    EXECUTE format('CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION portico_announce(%L)', pair[1], pair[2]);
  END LOOP;
END $$;
DROP TRIGGER announce ON tokens; -- not each use
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE OF revoked_at, name, scopes ON tokens FOR EACH ROW EXECUTE FUNCTION portico_announce('tokens');
