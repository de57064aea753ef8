-- That a store delivers a credential no longer is told once a day at most, however often it comes and goes
ALTER TABLE credentials ADD COLUMN unfetched_told_at timestamptz(3);
