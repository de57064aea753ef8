-- Columns that nobody reads
ALTER TABLE domains DROP COLUMN message;
ALTER TABLE invitations DROP COLUMN sends;
