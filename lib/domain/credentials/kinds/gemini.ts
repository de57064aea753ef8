import { z } from "zod";
import { secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const gemini = defineKind({
  group: "models",
  docs: "https://ai.google.dev/gemini-api/docs/api-key",
  settings: z.strictObject({}),
  fields: {},
  parts: [{ suffix: "api-key", control: "line", schema: secretLine }],
  handover: () => [{ as: "environment", variable: "GEMINI_API_KEY", part: "api-key" }],
  test: true,
  protocol: "openai",
});
