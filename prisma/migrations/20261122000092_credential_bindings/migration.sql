-- Which of the organization's credentials which of its projects have
CREATE TABLE credential_bindings (
  organization_id UUID NOT NULL,
  credential_id UUID NOT NULL,
  project_id UUID NOT NULL,
  created_by UUID,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (credential_id, project_id),
  FOREIGN KEY (organization_id, credential_id) REFERENCES credentials (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX credential_bindings_organization_id_project_id_idx ON credential_bindings (organization_id, project_id);

ALTER TABLE credential_bindings ENABLE ROW LEVEL SECURITY;
ALTER TABLE credential_bindings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON credential_bindings USING (organization_id = (SELECT portico_organization()))
  WITH CHECK (organization_id = (SELECT portico_organization()));
CREATE POLICY platform ON credential_bindings USING ((SELECT portico_platform()))
  WITH CHECK ((SELECT portico_platform()));
GRANT SELECT, INSERT, DELETE ON credential_bindings TO portico_app, portico_worker;
CREATE TRIGGER announce AFTER INSERT OR DELETE ON credential_bindings
  FOR EACH ROW EXECUTE FUNCTION portico_announce('credentials');
