-- Of two who change one credential at once the second is told of the first
ALTER TABLE credentials ADD COLUMN version integer NOT NULL DEFAULT 1;
