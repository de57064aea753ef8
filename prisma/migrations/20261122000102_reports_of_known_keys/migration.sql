-- A gateway reports calls of keys that it asked about, or that have a token for it; of any other it counts nothing. Only the functions come here
CREATE TABLE key_gateways (key_id UUID NOT NULL REFERENCES keys ON DELETE CASCADE ON UPDATE CASCADE, audience TEXT NOT NULL, PRIMARY KEY (key_id, audience));

-- The gateway of an audience knows this key: written once
CREATE FUNCTION portico_gateway_knows(whose uuid, gateway text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM key_gateways g WHERE g.key_id = whose AND g.audience = gateway) THEN
    INSERT INTO key_gateways (key_id, audience) VALUES (whose, gateway) ON CONFLICT DO NOTHING;
  END IF;
END $$;
REVOKE ALL ON FUNCTION portico_gateway_knows(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portico_gateway_knows(uuid, text) TO portico_app;

-- As before, and portico_verify notes the gateway; `outcome` may be unverified: of a key that the gateway does not know
DO $$
DECLARE
  definition text; part text[];
  parts text[] := ARRAY[
    ['portico_verify(bytea, jsonb)', 'answer := CASE WHEN taken ? ''refused'' THEN taken',
      'IF NOT taken ? ''refused'' THEN PERFORM portico_gateway_knows(whose, asked ->> ''audience''); END IF;
    answer := CASE WHEN taken ? ''refused'' THEN taken'],
    ['portico_usage(text, jsonb)', 'WHEN e.project <> k.project_id',
      'WHEN NOT EXISTS (SELECT FROM key_gateways g WHERE g.key_id = e.key AND g.audience = gateway) THEN ''unverified'' WHEN e.project <> k.project_id']];
BEGIN
  FOREACH part SLICE 1 IN ARRAY parts LOOP
    definition := pg_get_functiondef(part[1]::regprocedure);
    IF position(part[2] IN definition) = 0 THEN RAISE EXCEPTION '% has no %', part[1], part[2]; END IF;
    EXECUTE replace(definition, part[2], part[3]);
  END LOOP;
END $$;
