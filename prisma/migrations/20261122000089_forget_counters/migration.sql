-- As before; counters of keys that nobody has called with for a day go too, with what is still set aside for them: it has lapsed long ago
CREATE OR REPLACE FUNCTION portico_forget_usage() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE before text := current_setting('app.scope', true); gone int; counters int;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  DELETE FROM usage_events WHERE recorded_at < now() - interval '62 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM key_counters WHERE minute < now() - interval '1 day';
  GET DIAGNOSTICS counters = ROW_COUNT;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
  RETURN gone + counters;
END $$;
