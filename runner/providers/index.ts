import type { Provider } from "../input.ts";
import { anthropic } from "./anthropic.ts";
import type { ProviderApi } from "./api.ts";
import { openai } from "./openai.ts";

export const providers: Readonly<Record<Provider, ProviderApi>> = { anthropic, openai };
