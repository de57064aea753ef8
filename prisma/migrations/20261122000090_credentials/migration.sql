-- Credentials of every kind: what is not secret of them, several keys of a Secret each, an end, being switched off; those of an organization
-- (no project), those whose value comes from a store elsewhere, and what somebody else wrote in the cluster.
SELECT set_config('app.scope', 'platform', true); -- owners that are no superuser are under the forced policies too

ALTER TABLE credentials ALTER COLUMN project_id DROP NOT NULL,
  ALTER COLUMN fingerprint SET DEFAULT '', ALTER COLUMN last_four SET DEFAULT '',
  ADD COLUMN settings JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN parts TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN change_id UUID,
  ADD COLUMN expires_at TIMESTAMPTZ(3),
  ADD COLUMN expiry_told SMALLINT,
  ADD COLUMN disabled_at TIMESTAMPTZ(3),
  ADD COLUMN disabled_by UUID,
  ADD COLUMN source TEXT NOT NULL DEFAULT 'value',
  ADD COLUMN external JSONB,
  ADD COLUMN sync JSONB,
  ADD COLUMN outside_at TIMESTAMPTZ(3),
  ADD COLUMN outside_by TEXT,
  ADD COLUMN outside_what TEXT,
  ADD COLUMN outside_kept TEXT,
  ADD COLUMN test_id UUID,
  ADD COLUMN test_asked_at TIMESTAMPTZ(3),
  ADD COLUMN test_asked_by UUID,
  ADD COLUMN test_cause TEXT,
  ADD CONSTRAINT credentials_source CHECK (source IN ('value', 'external') AND (source = 'external') = (external IS NOT NULL)),
  ADD CONSTRAINT credentials_outside CHECK (outside_what IN ('changed', 'removed') AND outside_at IS NOT NULL OR outside_what IS NULL AND outside_at IS NULL),
  ADD CONSTRAINT credentials_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE;
UPDATE credentials SET parts = ARRAY[secret_key];
-- One of each name, in a project and among the organization's own.
DROP INDEX credentials_project_id_secret_key_key;
CREATE UNIQUE INDEX credentials_organization_id_project_id_secret_key_key ON credentials (organization_id, project_id, secret_key) NULLS NOT DISTINCT;

ALTER TABLE credential_changes ALTER COLUMN project_id DROP NOT NULL,
  ADD COLUMN what TEXT NOT NULL DEFAULT 'value',
  ADD COLUMN settings JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN parts TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN expires_at TIMESTAMPTZ(3),
  ADD COLUMN outside_kept TEXT,
  ADD CONSTRAINT credential_changes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE CASCADE ON UPDATE CASCADE;
UPDATE credential_changes SET what = CASE WHEN fingerprint IS NULL THEN 'removal' ELSE 'value' END, parts = ARRAY[secret_key], fingerprint = coalesce(fingerprint, '');
ALTER TABLE credential_changes ALTER COLUMN fingerprint SET DEFAULT '', ALTER COLUMN fingerprint SET NOT NULL,
  ADD CONSTRAINT credential_changes_what CHECK (what IN ('value', 'removal', 'settings', 'disable', 'enable', 'keep'));
DROP INDEX credential_changes_project_id_secret_key_key;
CREATE UNIQUE INDEX credential_changes_organization_id_project_id_secret_key_key ON credential_changes (organization_id, project_id, secret_key) NULLS NOT DISTINCT;

-- What became of one credential, on its page.
CREATE INDEX audit_events_credential ON audit_events (organization_id, target_id, seq DESC) WHERE target_kind = 'credential';
CREATE INDEX agent_sessions_credential ON agent_sessions (credential_id, id DESC) WHERE credential_id IS NOT NULL;
