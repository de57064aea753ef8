import { z } from "zod";
import { address, connection, leftOut, line, modelId } from "./fields.ts";
import { defineKind } from "./kind.ts";

/** Headers that belong to the connection, not to whoever calls. */
const ownHeaders =
  /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|cookie|proxy-.*)$/;

/** A server of one's own that speaks OpenAI's API: vLLM, LiteLLM, Ollama and others. Some ask for no token. */
export const openaiCompatible = defineKind({
  group: "models",
  docs: "https://docs.vllm.ai/en/stable/serving/openai_compatible_server.html",
  settings: z.strictObject({
    /** With its `/v1`. */
    baseUrl: address,
    header: line(/^[a-z0-9-]+$/i, "header_form", 60)
      .transform((name) => name.toLowerCase())
      .refine((name) => !ownHeaders.test(name), "header_form")
      .default("authorization"),
    model: leftOut(modelId),
    ...connection.settings,
  }),
  fields: {
    baseUrl: { control: "line" },
    model: { control: "line", optional: true, aim: false },
    header: { control: "line", initial: "authorization", rare: true },
    ...connection.fields,
  },
  parts: [
    {
      suffix: "api-key",
      control: "line",
      schema: z
        .string()
        .trim()
        .max(4_000, "too_long")
        .regex(/^[\x21-\x7e]*$/, "value_form"),
      optional: true,
    },
  ],
  handover: ({ baseUrl }) => [
    { as: "file", part: "api-key" },
    { as: "environment", variable: "OPENAI_BASE_URL", value: baseUrl },
  ],
  test: true,
  protocol: "openai",
});
