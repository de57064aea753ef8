import { anthropic } from "./anthropic.ts";
import type { ProviderApi } from "./api.ts";
import { azureOpenai } from "./azure-openai.ts";
import { gemini } from "./gemini.ts";
import { openai } from "./openai.ts";
import { openaiCompatible } from "./openai-compatible.ts";

/** Every provider that the agent `chat` can call, by what `PORTICO_PROVIDER` says. */
export const providers = {
  anthropic,
  openai,
  "azure-openai": azureOpenai,
  gemini,
  "openai-compatible": openaiCompatible,
} as const satisfies Record<string, ProviderApi>;

export type Provider = keyof typeof providers;
