-- The service account that started a session, as the cluster names it: asked about again before the session begins
ALTER TABLE agent_sessions ADD COLUMN created_by_bot TEXT;
