-- Of a log that was kept in part, how many lines were before it: lines keep their numbers.
ALTER TABLE agent_session_logs ADD COLUMN skipped_lines INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent_session_logs DROP COLUMN truncated;
