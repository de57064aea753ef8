-- Which incarnation of a custom resource a row was copied from: a resource that is deleted and made again under the
-- same name has another uid, and its resource versions say nothing about the old one's.
ALTER TABLE projects ADD COLUMN resource_uid TEXT;
ALTER TABLE agent_sessions ADD COLUMN resource_uid TEXT;
-- Sessions that have ended and whose log has not been copied yet.
CREATE INDEX agent_sessions_live_logs ON agent_sessions (completion_time)
  WHERE log_state = 'live' AND phase IN ('Succeeded', 'Failed', 'Stopped', 'TimedOut');
