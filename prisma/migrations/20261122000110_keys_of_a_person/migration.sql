-- A person's keys, newest first, without a walk through everybody's
CREATE INDEX keys_user_id_id_idx ON keys (user_id, id DESC);
DROP INDEX keys_user_id_idx;
