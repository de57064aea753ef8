-- Models are called with keys: who asks, whether they may, and what is left of the key's limits, in one round trip; and what was used
SELECT set_config('app.scope', 'platform', true);

-- What a key has used of its minute, and what is set aside for calls under way. Not in the write-ahead log: a call costs no disk, and
-- after a crash of the database a minute and what was set aside begin anew (decision 28). Only the functions below come here
CREATE UNLOGGED TABLE key_counters (key_id UUID PRIMARY KEY REFERENCES keys ON DELETE CASCADE ON UPDATE CASCADE, minute TIMESTAMPTZ NOT NULL, requests INT NOT NULL DEFAULT 0,
  tokens BIGINT NOT NULL DEFAULT 0, reserved_tokens BIGINT NOT NULL DEFAULT 0, reserved_cost NUMERIC(20, 10) NOT NULL DEFAULT 0) WITH (fillfactor = 50);
CREATE UNLOGGED TABLE key_reservations (id UUID PRIMARY KEY, key_id UUID NOT NULL REFERENCES keys ON DELETE CASCADE ON UPDATE CASCADE, audience TEXT NOT NULL, call TEXT,
  minute TIMESTAMPTZ NOT NULL, tokens BIGINT NOT NULL, cost NUMERIC(20, 10) NOT NULL, ends_at TIMESTAMPTZ NOT NULL);
CREATE INDEX key_reservations_key_id_ends_at_idx ON key_reservations (key_id, ends_at);
CREATE INDEX key_reservations_call_idx ON key_reservations (call, audience) WHERE call IS NOT NULL;

-- Each call that a gateway reported, once; what screens and bills read is its sums by day, what verify reads is those by month
CREATE TABLE usage_events (audience TEXT NOT NULL, call TEXT NOT NULL, organization_id UUID NOT NULL, project_id UUID NOT NULL, key_id UUID NOT NULL, model TEXT NOT NULL,
  status TEXT NOT NULL, prompt_tokens BIGINT NOT NULL, completion_tokens BIGINT NOT NULL, cost NUMERIC(20, 10) NOT NULL, started_at TIMESTAMPTZ(3) NOT NULL,
  ended_at TIMESTAMPTZ(3) NOT NULL, recorded_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (audience, call),
  CONSTRAINT usage_events_status CHECK (status IN ('success', 'failure')),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX usage_events_recorded_at_idx ON usage_events (recorded_at);
CREATE INDEX usage_events_organization_id_key_id_idx ON usage_events (organization_id, key_id);
CREATE TABLE usage_days (organization_id UUID NOT NULL, project_id UUID NOT NULL, key_id UUID NOT NULL, model TEXT NOT NULL, day DATE NOT NULL, requests INT NOT NULL,
  failures INT NOT NULL, prompt_tokens BIGINT NOT NULL, completion_tokens BIGINT NOT NULL, cost NUMERIC(20, 10) NOT NULL, PRIMARY KEY (organization_id, project_id, day, key_id, model),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX usage_days_organization_id_key_id_day_idx ON usage_days (organization_id, key_id, day);
CREATE TABLE usage_months (organization_id UUID NOT NULL, key_id UUID NOT NULL, month DATE NOT NULL, requests BIGINT NOT NULL, tokens BIGINT NOT NULL, cost NUMERIC(20, 10) NOT NULL,
  PRIMARY KEY (key_id, month), FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE ON UPDATE CASCADE);
CREATE INDEX usage_months_organization_id_key_id_idx ON usage_months (organization_id, key_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_events', 'usage_days', 'usage_months'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = (SELECT portico_organization())) WITH CHECK (organization_id = (SELECT portico_organization()))', t);
    EXECUTE format('CREATE POLICY platform ON %I USING ((SELECT portico_platform())) WITH CHECK ((SELECT portico_platform()))', t);
  END LOOP;
END $$;
GRANT SELECT ON usage_events, usage_days, usage_months TO portico_app, portico_worker;

-- Where a limit's time begins, which is a minute or a month of UTC; and a time as answers write it
CREATE FUNCTION portico_minute(at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT date_trunc('minute', at, 'UTC') $$;
CREATE FUNCTION portico_month(at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$ SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date $$;
CREATE FUNCTION portico_instant(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Whose a key is, or {refused} if it may call no models at this moment. What it needs for that comes from the table of permissions: `scope`, the
-- roles of `organizationRoles` and `projectRoles`, for how many hours after a sign-in groups count, and the models of each tier
CREATE FUNCTION portico_calling_key(secret bytea, asked jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE k record; may boolean; listed jsonb; open jsonb;
BEGIN
  SELECT c.*, s.id AS secret_id, s.prefix, s.ends_at, s.last_used_at AS secret_used_at, o.slug AS organization, o.state, p.slug AS project, p.tier, p.namespace,
      p.archived_at IS NOT NULL AS archived, p.id IS NOT NULL AND p.deleted_at IS NULL AND p.deletion_requested_at IS NULL AS there,
      u.display_name, u.email, u.email_verified, u.suspended_at
    INTO k FROM key_secrets s JOIN keys c ON c.id = s.key_id AND c.organization_id IS NOT DISTINCT FROM s.organization_id
      LEFT JOIN organizations o ON o.id = c.organization_id LEFT JOIN projects p ON p.organization_id = c.organization_id AND p.id = c.project_id
      LEFT JOIN users u ON u.id = c.user_id
    WHERE s.hash = secret;
  IF NOT FOUND THEN RETURN '{"refused": "key_unknown"}'; END IF;
  open := jsonb_build_object('id', k.id, 'kind', k.kind, 'name', CASE WHEN k.user_id IS NULL THEN k.name ELSE format('%s (%s)', k.display_name, k.name) END,
    'organization', k.organization_id, 'project', k.project_id, 'user', k.user_id);
  IF k.revoked_at IS NOT NULL THEN RETURN '{"refused": "key_revoked"}'; END IF;
  IF k.expires_at <= now() THEN RETURN '{"refused": "key_expired"}'; END IF;
  IF k.disabled_at IS NOT NULL THEN RETURN '{"refused": "key_disabled"}'; END IF;
  IF k.ends_at <= now() THEN RETURN '{"refused": "key_rotated"}'; END IF;
  IF k.suspended_at IS NOT NULL THEN RETURN '{"refused": "account_suspended"}'; END IF;
  IF NOT portico_within(asked ->> 'address', k.addresses) THEN RETURN jsonb_build_object('refused', 'address_not_allowed', 'whose', open); END IF;
  IF NOT (asked ->> 'scope') = ANY (k.scopes) THEN RETURN jsonb_build_object('refused', 'scope_missing', 'whose', open); END IF;
  IF k.state <> 'active' THEN RETURN jsonb_build_object('refused', 'organization_suspended', 'whose', open); END IF;
  IF k.user_id IS NULL THEN
    may := asked -> 'organizationRoles' ? coalesce(k.organization_role, '') OR asked -> 'projectRoles' ? coalesce(k.project_role, '');
  ELSE
    SELECT coalesce(bool_or(CASE WHEN m.project_id IS NULL THEN asked -> 'organizationRoles' ? m.role ELSE asked -> 'projectRoles' ? m.role END), false)
      INTO may FROM memberships m
      WHERE m.user_id = k.user_id AND m.organization_id = k.organization_id AND (m.project_id IS NULL OR m.project_id = k.project_id)
        AND (m.expires_at IS NULL OR m.expires_at > now())
        -- Of somebody who has not signed in for long no group speaks
        AND (m.mapping_id IS NULL OR (SELECT max(i.last_sign_in_at) FROM identities i WHERE i.user_id = k.user_id) > now() - make_interval(hours => (asked ->> 'groupsHours')::int));
  END IF;
  IF NOT may OR NOT k.there THEN RETURN jsonb_build_object('refused', 'forbidden', 'whose', open); END IF;
  IF k.archived THEN RETURN jsonb_build_object('refused', 'project_archived', 'whose', open); END IF;
  -- None named: all that the tier has. One that the tier has no longer is no longer open
  listed := coalesce((SELECT jsonb_agg(model ORDER BY n) FROM jsonb_array_elements_text(asked -> 'tiers' -> k.tier) WITH ORDINALITY AS t(model, n)
    WHERE k.models = '{}' OR model = ANY (k.models)), '[]');
  IF NOT listed ? (asked ->> 'model') THEN RETURN jsonb_build_object('refused', 'model_not_allowed', 'whose', open); END IF;
  -- A path, with what is below it
  IF asked ->> 'route' IS NOT NULL AND k.routes <> '{}' AND NOT EXISTS (SELECT FROM unnest(k.routes) r
      WHERE asked ->> 'route' = r OR starts_with(asked ->> 'route', rtrim(r, '/') || '/')) THEN
    RETURN jsonb_build_object('refused', 'route_not_allowed', 'whose', open);
  END IF;
  RETURN jsonb_build_object('whose', open, 'secret', k.secret_id, 'usedAt', k.last_used_at, 'secretUsedAt', k.secret_used_at,
    'most', jsonb_build_object('requests', k.requests_per_minute, 'tokens', k.tokens_per_minute, 'monthTokens', k.tokens_per_month, 'monthCost', k.cost_per_month),
    'answer', jsonb_build_object(
      'key', jsonb_build_object('id', k.id, 'kind', k.kind, 'name', k.name, 'prefix', k.prefix),
      'user', CASE WHEN k.user_id IS NOT NULL THEN jsonb_build_object('id', k.user_id, 'displayName', k.display_name, 'email', CASE WHEN k.email_verified THEN k.email END) END,
      'organization', jsonb_build_object('id', k.organization_id, 'slug', k.organization),
      'project', jsonb_build_object('id', k.project_id, 'slug', k.project, 'tier', k.tier, 'namespace', k.namespace),
      'models', listed, 'routes', to_jsonb(k.routes)));
END $$;

-- Takes one call from the key's limits, or, if one has not that much left, nothing of any. `tokens` and `cost` are what the call may use at most: they
-- are set aside until its usage is reported, for a quarter of an hour. Who comes at the same moment waits here for the other, and counts after it
CREATE FUNCTION portico_take_call(whose uuid, most jsonb, asked jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  c key_counters; l record; at timestamptz; month_ends timestamptz; minute_ends timestamptz; gone_tokens bigint; gone_cost numeric; month_tokens numeric; month_cost numeric;
  need_tokens bigint := coalesce((asked ->> 'tokens')::bigint, 0); need_cost numeric := coalesce((asked ->> 'cost')::numeric, 0);
  limits jsonb := '[]'; reservation uuid; full_up jsonb;
BEGIN
  IF jsonb_strip_nulls(most) = '{}' THEN RETURN '{"limits": [], "reservation": null}'; END IF;
  SELECT * INTO c FROM key_counters k WHERE k.key_id = whose FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO key_counters (key_id, minute) VALUES (whose, portico_minute(clock_timestamp())) ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT c FROM key_counters k WHERE k.key_id = whose FOR UPDATE;
  END IF;
  at := clock_timestamp(); -- after the wait
  IF c.minute < portico_minute(at) THEN c.minute := portico_minute(at); c.requests := 0; c.tokens := 0; END IF;
  WITH gone AS (DELETE FROM key_reservations v WHERE v.key_id = whose AND v.ends_at <= at RETURNING v.tokens, v.cost)
    SELECT coalesce(sum(g.tokens), 0), coalesce(sum(g.cost), 0) INTO gone_tokens, gone_cost FROM gone g;
  c.reserved_tokens := greatest(0, c.reserved_tokens - gone_tokens);
  c.reserved_cost := greatest(0, c.reserved_cost - gone_cost);
  SELECT m.tokens, m.cost INTO month_tokens, month_cost FROM usage_months m WHERE m.key_id = whose AND m.month = portico_month(at);
  month_ends := (portico_month(at) + interval '1 month') AT TIME ZONE 'UTC';
  minute_ends := c.minute + interval '1 minute';
  -- What ends last comes first: who waits for the next minute in a month that is used up waits for nothing
  FOR l IN SELECT * FROM (VALUES
      ('cost_per_month', (most ->> 'monthCost')::numeric, coalesce(month_cost, 0) + c.reserved_cost, need_cost, month_ends),
      ('tokens_per_month', (most ->> 'monthTokens')::numeric, coalesce(month_tokens, 0) + c.reserved_tokens, need_tokens::numeric, month_ends),
      ('tokens_per_minute', (most ->> 'tokens')::numeric, c.tokens::numeric, need_tokens::numeric, minute_ends),
      ('requests_per_minute', (most ->> 'requests')::numeric, c.requests::numeric, 1::numeric, minute_ends)) AS v(name, most, used, needed, ends)
      WHERE v.most IS NOT NULL LOOP
    IF l.used >= l.most OR l.used + l.needed > l.most THEN
      full_up := jsonb_build_object('name', l.name, 'limit', l.most, 'used', l.used, 'remaining', greatest(0, l.most - l.used), 'resetsAt', portico_instant(l.ends));
      EXIT;
    END IF;
    limits := limits || jsonb_build_object('name', l.name, 'limit', l.most, 'used', l.used + l.needed, 'remaining', l.most - l.used - l.needed, 'resetsAt', portico_instant(l.ends));
  END LOOP;
  IF full_up IS NULL THEN
    c.requests := c.requests + 1;
    c.tokens := c.tokens + need_tokens;
    c.reserved_tokens := c.reserved_tokens + need_tokens;
    c.reserved_cost := c.reserved_cost + need_cost;
    IF need_tokens > 0 OR need_cost > 0 THEN
      INSERT INTO key_reservations (id, key_id, audience, call, minute, tokens, cost, ends_at)
        VALUES (gen_random_uuid(), whose, asked ->> 'audience', asked ->> 'call', c.minute, need_tokens, need_cost, at + interval '15 minutes') RETURNING id INTO reservation;
    END IF;
  END IF;
  UPDATE key_counters k SET minute = c.minute, requests = c.requests, tokens = c.tokens, reserved_tokens = c.reserved_tokens, reserved_cost = c.reserved_cost WHERE k.key_id = whose;
  IF full_up IS NOT NULL THEN RETURN jsonb_build_object('refused', 'key_limit', 'limit', full_up, 'now', portico_instant(at)); END IF;
  RETURN jsonb_build_object('limits', limits, 'reservation', reservation, 'now', portico_instant(at));
END $$;

-- Whether a call with this key may go on, with who asks and what is left; or {refused}. Its use is noted every few seconds, without waiting for the disk
CREATE FUNCTION portico_verify(secret bytea, asked jsonb) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE before text := current_setting('app.scope', true); found jsonb; taken jsonb; answer jsonb; whose uuid; lately timestamptz := now() - interval '5 seconds';
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  found := portico_calling_key(secret, asked);
  answer := found;
  IF NOT found ? 'refused' THEN
    whose := found -> 'whose' ->> 'id';
    taken := portico_take_call(whose, found -> 'most', asked);
    answer := CASE WHEN taken ? 'refused' THEN taken ELSE found -> 'answer' || taken END;
    IF NOT taken ? 'refused' AND coalesce((found ->> 'usedAt')::timestamptz, '-infinity') < lately THEN
      PERFORM set_config('synchronous_commit', 'off', true);
      UPDATE keys k SET last_used_at = now(), last_used_from = asked ->> 'address' WHERE k.id = (
        SELECT n.id FROM keys n WHERE n.id = whose AND (n.last_used_at IS NULL OR n.last_used_at < lately) FOR NO KEY UPDATE SKIP LOCKED);
    END IF;
    IF NOT taken ? 'refused' AND coalesce((found ->> 'secretUsedAt')::timestamptz, '-infinity') < lately THEN
      UPDATE key_secrets s SET last_used_at = now() WHERE s.id = (
        SELECT n.id FROM key_secrets n WHERE n.id = (found ->> 'secret')::uuid AND (n.last_used_at IS NULL OR n.last_used_at < lately) FOR NO KEY UPDATE SKIP LOCKED);
    END IF;
  END IF;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
  RETURN answer;
END $$;

-- Counts what a gateway says was used, each call once, and gives back what was set aside for it. `outcome` of each: counted, duplicate, unknown (no such key,
-- or one that is of no project), foreign (of another project than its key), old (ended more than 31 days ago)
CREATE FUNCTION portico_usage(gateway text, events jsonb) RETURNS TABLE (call text, outcome text) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE before text := current_setting('app.scope', true); e record; k record; v key_reservations; this_minute timestamptz; used bigint; failed int;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  -- In one order, so that no two reports wait for each other
  PERFORM 1 FROM key_counters c WHERE c.key_id IN (SELECT (x ->> 'key')::uuid FROM jsonb_array_elements(events) x) ORDER BY c.key_id FOR UPDATE;
  this_minute := portico_minute(clock_timestamp());
  FOR e IN SELECT t.*, least(t.ended, now()) AS until FROM jsonb_to_recordset(events) AS t(call text, key uuid, project uuid, reservation uuid, "gatewayCall" text, model text, status text,
      "promptTokens" bigint, "completionTokens" bigint, cost numeric, started timestamptz, ended timestamptz) ORDER BY t.key, least(t.ended, now()), t.call LOOP
    SELECT n.organization_id, n.project_id INTO k FROM keys n WHERE n.id = e.key;
    portico_usage.call := e.call;
    portico_usage.outcome := CASE WHEN k.project_id IS NULL THEN 'unknown' WHEN e.project <> k.project_id THEN 'foreign' WHEN e.until < now() - interval '31 days' THEN 'old' ELSE 'counted' END;
    IF portico_usage.outcome = 'counted' THEN
      INSERT INTO usage_events (audience, call, organization_id, project_id, key_id, model, status, prompt_tokens, completion_tokens, cost, started_at, ended_at)
        VALUES (gateway, e.call, k.organization_id, k.project_id, e.key, e.model, e.status, e."promptTokens", e."completionTokens", e.cost, least(e.started, e.until), e.until)
        ON CONFLICT ON CONSTRAINT usage_events_pkey DO NOTHING;
      IF NOT FOUND THEN portico_usage.outcome := 'duplicate'; END IF;
    END IF;
    IF portico_usage.outcome = 'counted' THEN
      used := e."promptTokens" + e."completionTokens";
      failed := (e.status = 'failure')::int;
      INSERT INTO usage_months AS m (organization_id, key_id, month, requests, tokens, cost) VALUES (k.organization_id, e.key, portico_month(e.until), 1, used, e.cost)
        ON CONFLICT ON CONSTRAINT usage_months_pkey DO UPDATE SET requests = m.requests + 1, tokens = m.tokens + EXCLUDED.tokens, cost = m.cost + EXCLUDED.cost;
      INSERT INTO usage_days AS d (organization_id, project_id, key_id, model, day, requests, failures, prompt_tokens, completion_tokens, cost)
        VALUES (k.organization_id, k.project_id, e.key, e.model, (e.until AT TIME ZONE 'UTC')::date, 1, failed, e."promptTokens", e."completionTokens", e.cost)
        ON CONFLICT ON CONSTRAINT usage_days_pkey DO UPDATE SET requests = d.requests + 1, failures = d.failures + EXCLUDED.failures,
          prompt_tokens = d.prompt_tokens + EXCLUDED.prompt_tokens, completion_tokens = d.completion_tokens + EXCLUDED.completion_tokens, cost = d.cost + EXCLUDED.cost;
      DELETE FROM key_reservations r WHERE r.id = (SELECT o.id FROM key_reservations o WHERE o.key_id = e.key AND o.audience = gateway
          AND (o.id = e.reservation OR (e.reservation IS NULL AND o.call = e."gatewayCall")) ORDER BY o.ends_at LIMIT 1) RETURNING r.* INTO v;
      -- What was set aside stood in the minute of the call already; what was not, or not enough, stands in the minute in which it is heard of
      UPDATE key_counters c SET minute = greatest(c.minute, this_minute), requests = CASE WHEN c.minute < this_minute THEN 0 ELSE c.requests END,
        tokens = greatest(0, CASE WHEN c.minute < this_minute THEN 0 ELSE c.tokens END
          + CASE WHEN v.minute >= this_minute THEN used - v.tokens ELSE greatest(0, used - coalesce(v.tokens, 0)) END),
        reserved_tokens = greatest(0, c.reserved_tokens - coalesce(v.tokens, 0)), reserved_cost = greatest(0, c.reserved_cost - coalesce(v.cost, 0)) WHERE c.key_id = e.key;
    END IF;
    RETURN NEXT;
  END LOOP;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
END $$;

-- Single calls go after two months: one that is reported again so late is too old to be counted twice. Their sums stay
CREATE FUNCTION portico_forget_usage() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE before text := current_setting('app.scope', true); gone int;
BEGIN
  PERFORM set_config('app.scope', 'platform', true);
  DELETE FROM usage_events WHERE recorded_at < now() - interval '62 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('app.scope', coalesce(before, ''), true);
  RETURN gone;
END $$;

REVOKE ALL ON FUNCTION portico_calling_key(bytea, jsonb), portico_take_call(uuid, jsonb, jsonb), portico_verify(bytea, jsonb), portico_usage(text, jsonb), portico_forget_usage() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portico_verify(bytea, jsonb), portico_usage(text, jsonb) TO portico_app;
GRANT EXECUTE ON FUNCTION portico_forget_usage() TO portico_worker;
