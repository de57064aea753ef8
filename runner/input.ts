import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AllowedHost, parseAllowedHosts } from "./address.ts";
import { badInput } from "./ending.ts";
import { judgeOf } from "./guard.ts";
import type { Endpoint, ProviderSettings } from "./providers/api.ts";
import { type Provider, providers } from "./providers/index.ts";

/** Everything a session is told, parsed once from the environment and the files it names. */
export type Input = {
  session: string;
  prompt: string;
  websiteURL: string | null;
  /** Hosts that pages may be read from beside public ones over https. */
  websiteAllow: readonly AllowedHost[];
  /** Every value that was handed over, by the name of its file or variable. */
  credentials: ReadonlyMap<string, string>;
  agent: string;
  model: string;
  provider: Provider;
  endpoint: Endpoint;
  arguments: Readonly<Record<string, unknown>>;
  timeoutSeconds: number;
  inactivityTimeoutSeconds: number;
};

const defaultURLs: Partial<Record<Provider, string>> = {
  anthropic: "https://api.anthropic.com",
  openai: "https://api.openai.com",
  gemini: "https://generativelanguage.googleapis.com",
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the files of the credentials folder, and the variables that hold credentials; a Secret volume's own entries (`..data`)
 * are none. Kept apart from the rest, so that the values are masked even in a complaint about other input.
 */
export function readCredentials(env: Environment): Map<string, string> {
  const dir = env.PORTICO_CREDENTIALS_DIR;
  if (!dir) throw badInput("bad_input", "PORTICO_CREDENTIALS_DIR is not set.");
  try {
    const names = readdirSync(dir).filter((name) => !name.startsWith("."));
    const variables = (env.PORTICO_CREDENTIAL_VARIABLES ?? "").split(",").filter(Boolean);
    return new Map([
      ...names.map((name) => [name, readFileSync(join(dir, name), "utf8").trim()] as const),
      ...variables.map((name) => [name, (env[name] ?? "").trim()] as const),
    ]);
  } catch (error) {
    // Not its message, which names the file.
    const { code } = error as NodeJS.ErrnoException;
    throw badInput("bad_input", `PORTICO_CREDENTIALS_DIR cannot be read: ${code}.`);
  }
}

/** Parses the rest. Throws one SessionEnd (exit 2) that names everything wrong with it. */
export function readInput(env: Environment, credentials: ReadonlyMap<string, string>): Input {
  const wrong: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      wrong.push((error as Error).message);
      return undefined;
    }
  };
  const provider = attempt(() => oneOf(env, "PORTICO_PROVIDER", Object.keys(providers) as Provider[]));
  const session = attempt(() => text(env, "PORTICO_SESSION"));
  const prompt = attempt(() => promptFrom(env));
  const websiteURL = attempt(() => websiteFrom(env));
  const websiteAllow = attempt(() => allowedFrom(env));
  const model = attempt(() => text(env, "PORTICO_MODEL"));
  const server = provider && attempt(() => serverFrom(env, provider));
  const parsedArguments = attempt(() => objectFrom(env, "PORTICO_ARGUMENTS"));
  const timeoutSeconds = attempt(() => seconds(env, "PORTICO_TIMEOUT_SECONDS", 1800));
  const inactivityTimeoutSeconds = attempt(() => seconds(env, "PORTICO_INACTIVITY_TIMEOUT_SECONDS", 600));
  if (wrong.length > 0) throw badInput("bad_input", wrong.join(" "));
  const known = provider as Provider;
  return {
    session: session as string,
    prompt: prompt as string,
    websiteURL: websiteURL ?? null,
    websiteAllow: websiteAllow as AllowedHost[],
    credentials,
    agent: env.PORTICO_AGENT || "chat",
    model: model as string,
    provider: known,
    endpoint: { ...(server as Omit<Endpoint, "apiKey">), apiKey: apiKeyFor(env, known, credentials) },
    arguments: parsedArguments as Record<string, unknown>,
    timeoutSeconds: timeoutSeconds as number,
    inactivityTimeoutSeconds: inactivityTimeoutSeconds as number,
  };
}

/** PORTICO_CREDENTIAL names the file or variable; otherwise `<provider>-api-key`, or the only one there is. */
function apiKeyFor(env: Environment, provider: Provider, credentials: ReadonlyMap<string, string>): string {
  const name = env.PORTICO_CREDENTIAL || `${provider}-api-key`;
  const only = !env.PORTICO_CREDENTIAL && credentials.size === 1 ? [...credentials.values()][0] : undefined;
  const key = credentials.get(name) ?? only;
  // A server of one's own may ask for none: its credential is there and empty.
  if (key === "" && provider === "openai-compatible") return key;
  if (!key) throw badInput("credential_missing", `The session was given no credential for ${provider}.`);
  // A line break or a control character would be a header the HTTP client refuses with a message that quotes it.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw badInput("bad_input", `The credential for ${provider} is not one word of plain characters.`);
  }
  return key;
}

function text(env: Environment, name: string): string {
  const value = env[name]?.trim();
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}

function oneOf<const T extends string>(env: Environment, name: string, allowed: readonly T[]): T {
  const value = text(env, name);
  const found = allowed.find((item) => item === value);
  if (!found) throw new Error(`${name} is "${value}"; known are ${allowed.join(", ")}.`);
  return found;
}

function seconds(env: Environment, name: string, fallback: number): number {
  const value = env[name];
  if (value === undefined || value === "") return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 604_800) {
    throw new Error(`${name} is "${value}"; it takes whole seconds from 1 to 604800.`);
  }
  return number;
}

function objectFrom(env: Environment, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(env[name] || "{}");
  } catch {
    throw new Error(`${name} is not JSON.`);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new Error(`${name} is not a JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** Where the provider is. One with settings of its own was named by a person: what it may be connected to is judged. */
function serverFrom(env: Environment, provider: Provider): Omit<Endpoint, "apiKey"> {
  const value = env.PORTICO_PROVIDER_URL || defaultURLs[provider];
  if (!value || !isWebAddress(value))
    throw new Error("PORTICO_PROVIDER_URL is not an http or https address.");
  const given = env.PORTICO_PROVIDER_SETTINGS !== undefined;
  const settings = objectFrom(env, "PORTICO_PROVIDER_SETTINGS") as ProviderSettings;
  const whole = value.replace(/\/+$/, "");
  return {
    baseURL: provider === "openai-compatible" ? whole : whole.replace(/\/v1$/, ""),
    settings,
    ...(given ? { mayConnect: judged(value, env.PORTICO_PROVIDER_ALLOW) } : {}),
  };
}

function judged(address: string, list = "") {
  try {
    return judgeOf(new URL(address), list);
  } catch (error) {
    throw new Error(`PORTICO_PROVIDER_ALLOW: ${(error as Error).message}.`);
  }
}

function promptFrom(env: Environment): string {
  const prompt = fileFrom("PORTICO_PROMPT_FILE", text(env, "PORTICO_PROMPT_FILE")).trim();
  if (!prompt) throw new Error("The prompt is empty.");
  return prompt;
}

/** A pod template without the annotation gives an empty file: no address was asked for. */
function websiteFrom(env: Environment): string | null {
  const path = env.PORTICO_WEBSITE_URL_FILE;
  const value = path ? fileFrom("PORTICO_WEBSITE_URL_FILE", path, "").trim() : "";
  if (!value) return null;
  if (!isWebAddress(value))
    throw new Error(`The website address "${value}" is not an http or https address.`);
  return value;
}

function allowedFrom(env: Environment): AllowedHost[] {
  try {
    return parseAllowedHosts(env.PORTICO_WEBSITE_ALLOW ?? "");
  } catch (error) {
    throw new Error(`PORTICO_WEBSITE_ALLOW: ${(error as Error).message}.`);
  }
}

function fileFrom(name: string, path: string, whenAbsent?: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (whenAbsent !== undefined && (error as NodeJS.ErrnoException).code === "ENOENT") return whenAbsent;
    throw new Error(`${name} cannot be read: ${(error as Error).message}.`);
  }
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
