/**
 * What the stand-in does with a request is decided here, from the key and from markers in the prompt, so that
 * a test or a person at the demo can ask for a bad day by name. Nothing is random and no key is kept.
 *
 * Keys: `sk-ant-demo-<rest>` (Anthropic), `sk-demo-<rest>` (OpenAI) and the others in `prefixes`, where <rest> has
 * at least four characters, are right; every other key gets the provider's 401. When <rest> begins with one of the
 * names in `behaviours`, each call made with that key behaves so: `sk-ant-demo-rate-limited-1`.
 * Markers in the prompt: `[[rate-limited]]`, or `[[rate-limited 2]]` for the first two tries only.
 */

const behaviours = [
  "rate-limited", // 429 with retry-after: 1; GitHub a used-up hour
  "overloaded", // Anthropic 529, OpenAI 503
  "broken", // 500
  "refused", // 401 from the messages API, while the list of models still answers
  "forbidden", // 403
  "no-credit", // Anthropic 400, OpenAI 429 insufficient_quota, as the real ones say it
  "slow", // a chunk every 400 ms
  "hang", // three chunks, then silence on an open connection
  "silent", // not even a response header
  "truncated", // the connection is cut in the middle of the answer
] as const;

export type Behaviour = (typeof behaviours)[number] | "answer" | "unknown-key";

const prefixes = {
  anthropic: "sk-ant-demo-",
  openai: "sk-demo-",
  azure: "azure-demo-",
  gemini: "AIza-demo-",
  /** The name of a service account, before its @. */
  google: "demo-",
  /** A secret access key. */
  aws: "aws-demo-",
  jira: "jira-demo-",
  github: "ghp-demo-",
  gitlab: "glpat-demo-",
  registry: "registry-demo-",
};
export type Provider = keyof typeof prefixes;

/** The behaviour that a key asks for; `unknown-key` for a key that is not one of ours. */
export function behaviourOfKey(provider: Provider, key: string): Behaviour {
  const prefix = prefixes[provider];
  if (!key.startsWith(prefix)) return "unknown-key";
  const rest = key.slice(prefix.length);
  if (!/^[\w-]{4,}$/.test(rest)) return "unknown-key";
  return behaviours.find((name) => rest === name || rest.startsWith(`${name}-`)) ?? "answer";
}

/** A key of a provider for every behaviour, for what is signed with a key and does not carry it. */
export const keysOf = (provider: Provider): string[] =>
  ["right", ...behaviours].map((behaviour) => `${prefixes[provider]}${behaviour}`);

const marker = new RegExp(`\\[\\[(${behaviours.join("|")})(?: (\\d{1,3}))?\\]\\]`);

/** Reads markers, and counts the tries of those that apply to the first few only. */
export class Markers {
  readonly #tries = new Map<string, number>();

  /** The behaviour that the prompt asks for, or null. The counter starts again once its tries are used up. */
  take(prompt: string): Behaviour | null {
    const found = marker.exec(prompt);
    if (!found) return null;
    const behaviour = found[1] as Behaviour;
    if (found[2] === undefined) return behaviour;
    const tried = this.#tries.get(prompt) ?? 0;
    if (tried >= Number(found[2])) {
      this.#tries.delete(prompt);
      return null;
    }
    this.#tries.set(prompt, tried + 1);
    return behaviour;
  }
}

/** The prompt without its markers, so that the answer does not talk about them. */
export function withoutMarkers(prompt: string): string {
  return prompt.replace(new RegExp(marker, "g"), "").trim();
}
