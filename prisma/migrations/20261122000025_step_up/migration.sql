-- When the provider last had a person show who they are: for changes that need it to be a few minutes ago
ALTER TABLE login_sessions ADD COLUMN confirmed_at TIMESTAMPTZ(3) NOT NULL DEFAULT now();
UPDATE login_sessions SET confirmed_at = created_at;
