-- Tenancy, in the database: what a transaction may see follows from settings that are made with
-- set_config(…, is_local => true) as its first statement. Unset means no rows.
--   app.scope           tenant | user | platform
--   app.organization_id of a tenant transaction
--   app.user_id         of a user transaction, and of a tenant transaction that a person caused
-- The roles portico_app and portico_worker own nothing and bypass nothing, and every table forces its policies.

CREATE FUNCTION portico_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('app.scope', true) = 'tenant'
              THEN nullif(current_setting('app.organization_id', true), '')::uuid END
$$;
CREATE FUNCTION portico_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('app.scope', true) = 'user'
              THEN nullif(current_setting('app.user_id', true), '')::uuid END
$$;
-- The person who acts, in their own or in a tenant's transaction: for rows that follow a person everywhere.
CREATE FUNCTION portico_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('app.scope', true) IN ('tenant', 'user')
              THEN nullif(current_setting('app.user_id', true), '')::uuid END
$$;
CREATE FUNCTION portico_platform() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('app.scope', true) = 'platform', false)
$$;

-- Keys and checks that the schema language cannot say.
CREATE UNIQUE INDEX projects_slug ON projects (organization_id, slug) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX projects_namespace ON projects (namespace) WHERE deleted_at IS NULL;
CREATE INDEX projects_phase ON projects (phase) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX memberships_once ON memberships (organization_id, project_id, user_id) NULLS NOT DISTINCT;
CREATE INDEX invitations_open ON invitations (email) WHERE accepted_at IS NULL;
ALTER TABLE invitations ADD CONSTRAINT invitations_email CHECK (email = lower(email));
CREATE INDEX agent_sessions_active ON agent_sessions (project_id, phase)
  WHERE phase NOT IN ('Succeeded', 'Failed', 'Stopped', 'TimedOut');
ALTER TABLE memberships ADD CONSTRAINT memberships_role CHECK (
  (project_id IS NULL AND role IN ('owner', 'admin', 'member', 'billing')) OR
  (project_id IS NOT NULL AND role IN ('admin', 'editor', 'viewer')));
ALTER TABLE invitations ADD CONSTRAINT invitations_role CHECK (role IN ('owner', 'admin', 'member', 'billing'));
ALTER TABLE projects ADD CONSTRAINT projects_egress CHECK (egress_mode IN ('gateways', 'internet'));
ALTER TABLE agent_sessions ADD CONSTRAINT agent_sessions_log CHECK (log_state IN ('live', 'kept', 'lost'));
ALTER TABLE audit_events ADD CONSTRAINT audit_events_outcome CHECK (outcome IN ('allowed', 'refused'));

-- Tables with organization_id: their tenant, and the platform.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['projects', 'provisioning_steps', 'credentials', 'agent_sessions', 'agent_session_logs',
                           'memberships', 'invitations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = (SELECT portico_organization()))
                    WITH CHECK (organization_id = (SELECT portico_organization()))', t);
    EXECUTE format('CREATE POLICY platform ON %I USING ((SELECT portico_platform()))
                    WITH CHECK ((SELECT portico_platform()))', t);
  END LOOP;
END $$;
CREATE POLICY own ON memberships FOR SELECT USING (user_id = (SELECT portico_user()));

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organizations USING (id = (SELECT portico_organization()))
  WITH CHECK (id = (SELECT portico_organization()));
CREATE POLICY platform ON organizations USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()));
CREATE POLICY own ON organizations FOR SELECT
  USING (id IN (SELECT organization_id FROM memberships WHERE user_id = (SELECT portico_user())));

-- Tables of a person: that person, and the platform. A tenant sees who its members are.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['identities', 'login_sessions', 'onboardings', 'idempotency_keys'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON %I USING (user_id = (SELECT portico_actor()))
                    WITH CHECK (user_id = (SELECT portico_actor()))', t);
    EXECUTE format('CREATE POLICY platform ON %I USING ((SELECT portico_platform()))
                    WITH CHECK ((SELECT portico_platform()))', t);
  END LOOP;
END $$;
CREATE POLICY members ON identities FOR SELECT USING (user_id IN (
  SELECT user_id FROM memberships WHERE organization_id = (SELECT portico_organization())));

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (id = (SELECT portico_user())) WITH CHECK (id = (SELECT portico_user()));
CREATE POLICY platform ON users USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()));
CREATE POLICY members ON users FOR SELECT USING (id IN (
  SELECT user_id FROM memberships WHERE organization_id = (SELECT portico_organization())));

-- Audit: written and read, never changed.
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_events USING (organization_id = (SELECT portico_organization()))
  WITH CHECK (organization_id = (SELECT portico_organization()));
CREATE POLICY own ON audit_events USING (organization_id IS NULL AND actor_user_id = (SELECT portico_user()))
  WITH CHECK (organization_id IS NULL AND actor_user_id = (SELECT portico_user()));
CREATE POLICY platform ON audit_events USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()));

GRANT USAGE ON SCHEMA public TO portico_app, portico_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON users, identities, login_sessions, onboardings, idempotency_keys,
  organizations, memberships, invitations, projects, provisioning_steps, credentials, agent_sessions,
  agent_session_logs TO portico_app, portico_worker;
GRANT SELECT, INSERT ON audit_events TO portico_app, portico_worker;

-- Every change tells the open pages, by topic and place only: {"t": topic, "o": organization, "p": project, "i": row}.
CREATE FUNCTION portico_announce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  topic text := TG_ARGV[0];
  r record;
  place json;
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  -- Each kind of row has its own fields, and a field that a row lacks is an error even in a branch not taken.
  IF topic = 'organizations' THEN
    place := json_build_object('t', topic, 'o', r.id);
  ELSIF topic = 'projects' THEN
    place := json_build_object('t', topic, 'o', r.organization_id, 'p', r.id);
  ELSIF topic = 'sessions' THEN
    place := json_build_object('t', topic, 'o', r.organization_id, 'p', r.project_id, 'i', r.id);
  ELSIF topic = 'members' THEN
    place := json_build_object('t', topic, 'o', r.organization_id, 'p', r.project_id, 'u', r.user_id);
  ELSIF topic = 'login' THEN
    place := json_build_object('t', topic, 'u', r.user_id, 'i', r.id);
  ELSE
    place := json_build_object('t', topic, 'o', r.organization_id, 'p', r.project_id);
  END IF;
  PERFORM pg_notify('portico_changes', place::text);
  RETURN NULL;
END $$;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON organizations FOR EACH ROW EXECUTE FUNCTION portico_announce('organizations');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON projects FOR EACH ROW EXECUTE FUNCTION portico_announce('projects');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON provisioning_steps FOR EACH ROW EXECUTE FUNCTION portico_announce('provisioning');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON agent_sessions FOR EACH ROW EXECUTE FUNCTION portico_announce('sessions');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON credentials FOR EACH ROW EXECUTE FUNCTION portico_announce('credentials');
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON memberships FOR EACH ROW EXECUTE FUNCTION portico_announce('members');
CREATE TRIGGER announce AFTER UPDATE OF revoked_at OR DELETE ON login_sessions FOR EACH ROW EXECUTE FUNCTION portico_announce('login');
