-- Several calls are taken from a bucket at once, or none of them: a list of invitations is one taking, and no loop
DROP FUNCTION portico_take(text[], int[], int[]);
CREATE FUNCTION portico_take(keys text[], amounts int[], periods int[], calls int[]) RETURNS TABLE (key text, ok boolean, "limit" int, remaining int, reset_ms int, retry_ms int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO rate_limits AS r (key, tat) SELECT k, clock_timestamp() FROM unnest(keys) AS u(k) ORDER BY k ON CONFLICT DO NOTHING;
  -- In one order, so that no two calls wait for each other; what is read below is what holds until this one is through
  PERFORM 1 FROM rate_limits r WHERE r.key = ANY (keys) ORDER BY r.key FOR UPDATE;
  RETURN QUERY
    WITH seen AS MATERIALIZED (
        SELECT a.k, a.n, a.whole, a.each, a.all_of_it, a.at, greatest(r.tat, a.at) AS tat, greatest(r.tat, a.at) + a.all_of_it <= a.at + a.whole AS fits
        FROM (SELECT k, n, make_interval(secs => p) AS whole, make_interval(secs => p::float8 / n) AS each,
            make_interval(secs => c * p::float8 / n) AS all_of_it, clock_timestamp() AS at
          FROM unnest(keys, amounts, periods, calls) AS u(k, n, p, c)) a JOIN rate_limits r ON r.key = a.k),
      verdict AS MATERIALIZED (SELECT bool_and(fits) AS pass FROM seen),
      after AS MATERIALIZED (SELECT s.*, CASE WHEN v.pass THEN s.tat + s.all_of_it ELSE s.tat END AS full_at FROM seen s, verdict v),
      charged AS (UPDATE rate_limits r SET tat = a.full_at FROM after a, verdict v WHERE r.key = a.k AND v.pass)
    SELECT a.k, a.fits, a.n, greatest(0, floor(extract(epoch FROM a.at + a.whole - a.full_at) / extract(epoch FROM a.each)))::int,
      ceil(greatest(0, extract(epoch FROM a.full_at - a.at)) * 1000)::int,
      CASE WHEN a.fits THEN 0 ELSE ceil(greatest(0, extract(epoch FROM a.full_at + a.all_of_it - a.whole - a.at)) * 1000)::int END
    FROM after a;
END $$;
REVOKE ALL ON FUNCTION portico_take(text[], int[], int[], int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portico_take(text[], int[], int[], int[]) TO portico_app;
