import { z } from "zod";
import { secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const anthropic = defineKind({
  group: "models",
  docs: "https://docs.anthropic.com/en/api/overview#authentication",
  settings: z.strictObject({}),
  fields: {},
  parts: [{ suffix: "api-key", control: "line", schema: secretLine }],
  handover: () => [{ as: "file", part: "api-key" }],
  test: true,
  protocol: "anthropic",
});
