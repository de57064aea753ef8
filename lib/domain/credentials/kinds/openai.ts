import { z } from "zod";
import { secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const openai = defineKind({
  group: "models",
  docs: "https://platform.openai.com/docs/api-reference/authentication",
  settings: z.strictObject({}),
  fields: {},
  parts: [{ suffix: "api-key", control: "line", schema: secretLine }],
  handover: () => [{ as: "file", part: "api-key" }],
  test: true,
  protocol: "openai",
});
