-- A model that a gateway leaves out is refused for every key: whichever models the key itself names, its tier has some and no others. A call that asks for no model
-- says so with a "model" that is null, as before
DO $$
DECLARE definition text := pg_get_functiondef('portico_calling_key(bytea, jsonb)'::regprocedure); part text := '(k.models <> ''{}'' AND NOT asked ? ''model'')';
BEGIN
  IF position(part IN definition) = 0 THEN RAISE EXCEPTION 'portico_calling_key has no %', part; END IF;
  EXECUTE replace(definition, part, 'NOT asked ? ''model''');
END $$;
