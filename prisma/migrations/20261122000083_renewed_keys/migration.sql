-- A key may be given more time when it is rotated: a year at most counts from then
ALTER TABLE keys ADD COLUMN renewed_at TIMESTAMPTZ(3), DROP CONSTRAINT keys_life,
  ADD CONSTRAINT keys_life CHECK (expires_at <= coalesce(renewed_at, created_at) + interval '365 days 1 minute');
