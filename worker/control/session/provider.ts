import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { answersChat } from "#lib/domain/credentials/kinds/index.ts";
import type { ControlConfig } from "../config.ts";
import type { Handed } from "./handover/way.ts";

/** Whether the chat agent can call the provider of a credential. */
const mayAnswer = ({ kind }: Handed): boolean => answersChat(kind);

/** Why the chat agent has nobody to talk to, in a sentence; undefined when it has. */
export function unsuitable(credentials: readonly Handed[]): string | undefined {
  if (credentials.length === 0 || credentials.some(mayAnswer)) return undefined;
  return "The chat agent can call no provider with the credentials of the session. Name one of a model provider that it can.";
}

/**
 * The runner's variables about whom it talks to: the provider of the first credential that has one, its address and settings,
 * and under which name the key is. Without a credential the model's name tells.
 */
export function providerVariables(
  { agent }: AgenticSession["spec"],
  credentials: readonly Handed[],
  { providerUrls, outboundAllow }: Pick<ControlConfig, "providerUrls" | "outboundAllow">,
): Record<string, string> {
  const credential = credentials.find(mayAnswer);
  const provider = credential?.kind ?? providerOfModel(agent.model);
  const { settings = {} } = credential ?? {};
  const own = settings.baseUrl ?? settings.endpoint;
  const url = typeof own === "string" ? own : providerUrls[provider as keyof typeof providerUrls];
  const key = credential?.parts[0]?.as;
  return {
    PORTICO_PROVIDER: provider,
    ...(url ? { PORTICO_PROVIDER_URL: url } : {}),
    ...(typeof own === "string" ? { PORTICO_PROVIDER_SETTINGS: JSON.stringify(settings) } : {}),
    // An address that a person gave is judged where it is called, too.
    ...(typeof own === "string" && outboundAllow ? { PORTICO_PROVIDER_ALLOW: outboundAllow } : {}),
    ...(key ? { PORTICO_CREDENTIAL: key } : {}),
  };
}

const providerOfModel = (model: string): "anthropic" | "openai" =>
  /^(gpt-|o\d|chatgpt|text-|openai)/i.test(model) ? "openai" : "anthropic";
