-- Which credential which session was given, and how: written once, by what the cluster says of the session
SELECT set_config('app.scope', 'platform', true); -- owners that are no superuser are under the forced policies too

CREATE TABLE session_credentials (
  organization_id UUID NOT NULL,
  project_id UUID NOT NULL,
  session_id UUID NOT NULL,
  -- As the session names it: the primary key in the project's Secrets
  secret_key TEXT NOT NULL,
  -- Null when it is nobody's that Portico knows, or was removed since: what was used stays
  credential_id UUID,
  kind TEXT NOT NULL,
  handover TEXT NOT NULL,
  used_at TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (session_id, secret_key),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (organization_id, session_id) REFERENCES agent_sessions (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (organization_id, credential_id) REFERENCES credentials (organization_id, id) ON DELETE SET NULL (credential_id) ON UPDATE CASCADE
);
CREATE INDEX session_credentials_credential_id_session_id_idx ON session_credentials (credential_id, session_id DESC);
CREATE INDEX session_credentials_project_id_idx ON session_credentials (project_id);

ALTER TABLE session_credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE session_credentials FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON session_credentials USING (organization_id = (SELECT portico_organization()))
  WITH CHECK (organization_id = (SELECT portico_organization()));
CREATE POLICY platform ON session_credentials USING ((SELECT portico_platform()))
  WITH CHECK ((SELECT portico_platform()));
-- What was used is not changed any more, by nobody.
GRANT SELECT ON session_credentials TO portico_app, portico_worker;
GRANT INSERT ON session_credentials TO portico_worker;

-- What was given before this was written down: a provider's key, to each session that began.
INSERT INTO session_credentials (organization_id, project_id, session_id, secret_key, credential_id, kind, handover, used_at)
  SELECT a.organization_id, a.project_id, a.id, c.secret_key, c.id, c.kind, 'file', coalesce(a.start_time, a.created_at)
  FROM agent_sessions a JOIN credentials c ON c.organization_id = a.organization_id AND c.id = a.credential_id
  WHERE a.job_name IS NOT NULL;
CREATE TRIGGER announce AFTER INSERT ON session_credentials FOR EACH ROW EXECUTE FUNCTION portico_announce('credentials');
