import { expect, test } from "vitest";
import { z } from "zod";
import { json, parseEnv } from "./parse.ts";

const schema = z.object({ PORTICO_A: z.url(), PORTICO_B: json(z.array(z.number())).default([]) });

test("a missing and a wrong value stop the start with one line that names both and shows neither", () => {
  const line = (() => {
    try {
      parseEnv(schema, { PORTICO_B: '["secret-value"]' } as unknown as NodeJS.ProcessEnv);
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(line).toMatch(/PORTICO_A is missing; PORTICO_B is not valid/);
  expect(line).not.toContain("secret-value");
  expect(line).not.toContain("\n");
});

test("an empty value is a missing one", () => {
  expect(() => parseEnv(schema, { PORTICO_A: "" } as unknown as NodeJS.ProcessEnv)).toThrow(
    /PORTICO_A is missing/,
  );
});
