-- Exports of a project's part of the audit log, and of the whole log for the platform's staff (no organization)
ALTER TABLE exports ADD COLUMN project_id UUID,
  ADD CONSTRAINT exports_organization_id_project_id_fkey FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT exports_place CHECK (CASE WHEN organization_id IS NULL THEN kind = 'audit' AND project_id IS NULL ELSE project_id IS NULL OR kind = 'audit' END);
CREATE INDEX exports_project_id_id_idx ON exports (project_id, id DESC);
