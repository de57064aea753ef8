-- What is set aside hangs on the key's counter, which is locked and unlogged too: by the key itself, each call would lock a row of an ordinary table, which
-- is written to the disk
ALTER TABLE key_reservations DROP CONSTRAINT key_reservations_key_id_fkey,
  ADD CONSTRAINT key_reservations_key_id_fkey FOREIGN KEY (key_id) REFERENCES key_counters ON DELETE CASCADE ON UPDATE CASCADE;

-- As before, but what has lapsed is looked for at the turn of a minute, and before a call is refused: no other call is the better for it
CREATE OR REPLACE FUNCTION portico_take_call(whose uuid, most jsonb, asked jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c key_counters; at timestamptz; month_ends timestamptz; gone_tokens bigint; gone_cost numeric; month_tokens bigint; month_cost numeric;
  need_tokens bigint := coalesce((asked ->> 'tokens')::bigint, 0); need_cost numeric := coalesce((asked ->> 'cost')::numeric, 0);
  limits jsonb; full_up jsonb; reservation uuid; swept boolean := false; sweep boolean;
BEGIN
  IF jsonb_strip_nulls(most) = '{}' THEN RETURN '{"limits": [], "reservation": null}'; END IF;
  SELECT * INTO c FROM key_counters k WHERE k.key_id = whose FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO key_counters (key_id, minute) VALUES (whose, portico_minute(clock_timestamp())) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT c FROM key_counters k WHERE k.key_id = whose FOR UPDATE;
  END IF;
  at := clock_timestamp(); -- after the wait
  sweep := c.minute < portico_minute(at);
  IF sweep THEN c.minute := portico_minute(at); c.requests := 0; c.tokens := 0; END IF;
  month_ends := (portico_month(at) + interval '1 month') AT TIME ZONE 'UTC';
  IF most ->> 'monthTokens' IS NOT NULL OR most ->> 'monthCost' IS NOT NULL THEN
    SELECT m.tokens, m.cost INTO month_tokens, month_cost FROM usage_months m WHERE m.key_id = whose AND m.month = portico_month(at);
  END IF;
  LOOP
    IF sweep THEN
      WITH gone AS (DELETE FROM key_reservations v WHERE v.key_id = whose AND v.ends_at <= at RETURNING v.tokens, v.cost)
        SELECT coalesce(sum(g.tokens), 0), coalesce(sum(g.cost), 0) INTO gone_tokens, gone_cost FROM gone g;
      c.reserved_tokens := greatest(0, c.reserved_tokens - gone_tokens);
      c.reserved_cost := greatest(0, c.reserved_cost - gone_cost);
      swept := true;
    END IF;
    -- What ends last comes first: who waits for the next minute in a month that is used up waits for nothing
    SELECT jsonb_agg(jsonb_build_object('name', v.name, 'limit', v.most, 'used', v.used + v.needed, 'remaining', v.most - v.used - v.needed, 'resetsAt', v.ends) ORDER BY v.n),
        jsonb_agg(jsonb_build_object('name', v.name, 'limit', v.most, 'used', v.used, 'remaining', greatest(0, v.most - v.used), 'resetsAt', v.ends) ORDER BY v.n)
          FILTER (WHERE v.used >= v.most OR v.used + v.needed > v.most) -> 0
      INTO limits, full_up FROM (VALUES
        (1, 'cost_per_month', (most ->> 'monthCost')::numeric, coalesce(month_cost, 0) + c.reserved_cost, need_cost, portico_instant(month_ends)),
        (2, 'tokens_per_month', (most ->> 'monthTokens')::numeric, (coalesce(month_tokens, 0) + c.reserved_tokens)::numeric, need_tokens::numeric, portico_instant(month_ends)),
        (3, 'tokens_per_minute', (most ->> 'tokens')::numeric, c.tokens::numeric, need_tokens::numeric, portico_instant(c.minute + interval '1 minute')),
        (4, 'requests_per_minute', (most ->> 'requests')::numeric, c.requests::numeric, 1::numeric, portico_instant(c.minute + interval '1 minute'))) AS v(n, name, most, used, needed, ends)
      WHERE v.most IS NOT NULL;
    EXIT WHEN full_up IS NULL OR swept;
    sweep := true;
  END LOOP;
  IF full_up IS NULL THEN
    c.requests := c.requests + 1;
    c.tokens := c.tokens + need_tokens;
    c.reserved_tokens := c.reserved_tokens + need_tokens;
    c.reserved_cost := c.reserved_cost + need_cost;
    IF need_tokens > 0 OR need_cost > 0 THEN
      reservation := gen_random_uuid();
      INSERT INTO key_reservations (id, key_id, audience, call, minute, tokens, cost, ends_at)
        VALUES (reservation, whose, asked ->> 'audience', asked ->> 'call', c.minute, need_tokens, need_cost, at + interval '15 minutes');
    END IF;
  END IF;
  UPDATE key_counters k SET minute = c.minute, requests = c.requests, tokens = c.tokens, reserved_tokens = c.reserved_tokens, reserved_cost = c.reserved_cost WHERE k.key_id = whose;
  IF full_up IS NOT NULL THEN RETURN jsonb_build_object('refused', 'key_limit', 'limit', full_up, 'now', portico_instant(at)); END IF;
  RETURN jsonb_build_object('limits', limits, 'reservation', reservation, 'now', portico_instant(at));
END $$;
