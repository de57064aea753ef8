-- A change of a credential, from when it is asked for until it is known that the project's Secret has it.
CREATE TABLE credential_changes (
  id UUID PRIMARY KEY,
  organization_id UUID NOT NULL,
  project_id UUID NOT NULL,
  secret_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT,
  last_four TEXT NOT NULL DEFAULT '',
  test_stages JSONB NOT NULL DEFAULT '[]',
  asked_by UUID,
  asked_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  settling BOOLEAN NOT NULL DEFAULT false,
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX credential_changes_organization_id_id_key ON credential_changes (organization_id, id);
-- One at a time for each key of a Secret.
CREATE UNIQUE INDEX credential_changes_project_id_secret_key_key ON credential_changes (project_id, secret_key);

ALTER TABLE credential_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON credential_changes USING (organization_id = (SELECT portico_organization()))
  WITH CHECK (organization_id = (SELECT portico_organization()));
CREATE POLICY platform ON credential_changes USING ((SELECT portico_platform()))
  WITH CHECK ((SELECT portico_platform()));
GRANT SELECT, INSERT, UPDATE, DELETE ON credential_changes TO portico_app, portico_worker;
CREATE TRIGGER announce AFTER INSERT OR UPDATE OR DELETE ON credential_changes
  FOR EACH ROW EXECUTE FUNCTION portico_announce('credentials');
