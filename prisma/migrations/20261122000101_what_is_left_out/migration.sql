-- What a gateway leaves out is refused where the key is bound to it: as an address was before, so are a model and a path. A call that asks for no model,
-- such as for the list of them, says so with a "model" that is null
DO $$
DECLARE
  definition text := pg_get_functiondef('portico_calling_key(bytea, jsonb)'::regprocedure); part text[];
  parts text[] := ARRAY[
    ['IF NOT listed ? (asked ->> ''model'') THEN', 'IF NOT listed ? (asked ->> ''model'') OR (k.models <> ''{}'' AND NOT asked ? ''model'') THEN'],
    ['IF asked ->> ''route'' IS NOT NULL AND k.routes <> ''{}'' AND', 'IF k.routes <> ''{}'' AND']];
BEGIN
  FOREACH part SLICE 1 IN ARRAY parts LOOP
    IF position(part[1] IN definition) = 0 THEN RAISE EXCEPTION 'portico_calling_key has no %', part[1]; END IF;
    definition := replace(definition, part[1], part[2]);
  END LOOP;
  EXECUTE definition;
END $$;
