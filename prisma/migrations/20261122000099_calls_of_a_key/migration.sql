-- The last calls of a key, and its first, without looking at all of them
CREATE INDEX usage_events_organization_id_key_id_started_at_idx ON usage_events (organization_id, key_id, started_at);
DROP INDEX usage_events_organization_id_key_id_idx;

-- Limits have one name each, in what a key is given as in what a gateway is told
DO $$
DECLARE definition text := pg_get_functiondef('portico_take_call(uuid, jsonb, jsonb)'::regprocedure); name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['cost_per_month costPerMonth', 'tokens_per_month tokensPerMonth', 'tokens_per_minute tokensPerMinute', 'requests_per_minute requestsPerMinute'] LOOP
    definition := replace(definition, quote_literal(split_part(name, ' ', 1)), quote_literal(split_part(name, ' ', 2)));
  END LOOP;
  EXECUTE definition;
END $$;

-- What their own keys did people see also outside of an organization, on the page of their own
CREATE POLICY own ON usage_days FOR SELECT USING (key_id IN (SELECT id FROM keys WHERE user_id = (SELECT portico_user())));
