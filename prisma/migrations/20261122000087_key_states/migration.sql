-- Lists by state, and how many there are in each: of a million keys few are disabled, revoked, or between two secrets
CREATE INDEX keys_organization_id_disabled_at_idx ON keys (organization_id, disabled_at);
CREATE INDEX keys_organization_id_revoked_at_idx ON keys (organization_id, revoked_at);
CREATE INDEX key_secrets_organization_id_ends_at_idx ON key_secrets (organization_id, ends_at);
