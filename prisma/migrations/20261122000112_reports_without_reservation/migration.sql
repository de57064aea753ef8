-- The day (of UTC) on which the log of a key's organization heard last that this gateway reported a call for which it had set nothing aside
ALTER TABLE key_gateways ADD COLUMN unreserved_on DATE;

-- As before; `outcome` may be unreserved: counted, but of a key with a limit of tokens or costs, for which this gateway had set nothing aside. Said of the first
-- such call of a key and a day alone: a gateway that names no bounds, or somebody who has its secret, reports them by the thousand
DO $$
DECLARE
  definition text := pg_get_functiondef('portico_usage(text, jsonb)'::regprocedure); part text[];
  parts text[] := ARRAY[
    ['SELECT n.organization_id, n.project_id INTO k',
      'SELECT n.organization_id, n.project_id, num_nonnulls(n.tokens_per_minute, n.tokens_per_month, n.cost_per_month) > 0 AS bound INTO k'],
    ['    RETURN NEXT;',
      '    IF portico_usage.outcome = ''counted'' AND k.bound AND v.id IS NULL THEN
      UPDATE key_gateways g SET unreserved_on = (now() AT TIME ZONE ''UTC'')::date WHERE g.key_id = e.key AND g.audience = gateway
        AND g.unreserved_on IS DISTINCT FROM (now() AT TIME ZONE ''UTC'')::date;
      IF FOUND THEN portico_usage.outcome := ''unreserved''; END IF;
    END IF;
    RETURN NEXT;']];
BEGIN
  FOREACH part SLICE 1 IN ARRAY parts LOOP
    IF position(part[1] IN definition) = 0 THEN RAISE EXCEPTION 'portico_usage has no %', part[1]; END IF;
    definition := replace(definition, part[1], part[2]);
  END LOOP;
  EXECUTE definition;
END $$;
