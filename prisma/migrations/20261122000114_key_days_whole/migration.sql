-- The last day of a key counts whole, wherever its person is: a day, and the hour by which one is longer on which clocks are set back
ALTER TABLE keys DROP CONSTRAINT keys_life,
  ADD CONSTRAINT keys_life CHECK (expires_at <= coalesce(renewed_at, created_at) + interval '366 days 1 hour 1 minute');
