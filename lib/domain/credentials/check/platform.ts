import type { WebEnv } from "#lib/infra/env/index.ts";
import type { Allowed } from "#lib/infra/http/ranges.ts";

/** Where this installation reaches providers, and what of its own network people may name. */
export type Platform = {
  urls: {
    anthropic: string;
    openai: string;
    gemini: string;
    github: string;
    /** In place of the addresses of each region; undefined for those. */
    vertexAi?: string;
    bedrock?: string;
  };
  allow: readonly Allowed[];
};

/** By the settings that web and worker share. */
export const platformOf = (
  env: Pick<
    WebEnv,
    | "PORTICO_ANTHROPIC_URL"
    | "PORTICO_OPENAI_URL"
    | "PORTICO_GEMINI_URL"
    | "PORTICO_GITHUB_URL"
    | "PORTICO_VERTEX_URL"
    | "PORTICO_BEDROCK_URL"
    | "PORTICO_OUTBOUND_ALLOW"
  >,
): Platform => ({
  urls: {
    anthropic: env.PORTICO_ANTHROPIC_URL,
    openai: env.PORTICO_OPENAI_URL,
    gemini: env.PORTICO_GEMINI_URL,
    github: env.PORTICO_GITHUB_URL,
    vertexAi: env.PORTICO_VERTEX_URL,
    bedrock: env.PORTICO_BEDROCK_URL,
  },
  allow: env.PORTICO_OUTBOUND_ALLOW,
});
