import { expect, test } from "vitest";
import { controlConfigFromEnv } from "./config.ts";

const read = (more: Record<string, string> = {}) =>
  controlConfigFromEnv({ PORTICO_RUNNER_IMAGE: "runner:test", ...more } as unknown as NodeJS.ProcessEnv);

test("a controller that runs without a database reads the providers' addresses by the same rules", () => {
  expect(read({ PORTICO_OPENAI_URL: "http://gateway.test:8080" }).providerUrls).toEqual({
    anthropic: "https://api.anthropic.com",
    openai: "http://gateway.test:8080",
    gemini: "https://generativelanguage.googleapis.com",
  });
  expect(() => read({ PORTICO_ANTHROPIC_URL: "no address" })).toThrow(/PORTICO_ANTHROPIC_URL is not valid/);
});
