-- Whether only the groups in their token let in who started it: no row of theirs can be asked for that later
ALTER TABLE agent_sessions ADD COLUMN created_by_groups BOOLEAN NOT NULL DEFAULT false;
