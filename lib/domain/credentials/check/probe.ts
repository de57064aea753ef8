import type { z } from "zod";
import { Outbound, type OutboundOptions } from "#lib/infra/http/outbound.ts";
import type { CredentialKindId, kinds } from "../kinds/index.ts";
import type { Platform } from "./platform.ts";

/** Each names a sentence under `credentialTest.cause`. */
export const testCauses = [
  "dns",
  "closed",
  "insecure",
  "tls",
  "unreachable",
  "foreign",
  "refused",
  "rights",
  "limited",
  "model",
  "credit",
  "down",
  "unexpected",
] as const;
export type TestCause = (typeof testCauses)[number];

/** Why a stage failed, with the provider's own words. */
export class StageFailure extends Error {
  readonly because: TestCause;
  readonly status: number | undefined;
  constructor(because: TestCause, message: string, status?: number) {
    super(message);
    this.because = because;
    this.status = status;
  }
}

export type Reply = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body where it is JSON, else undefined. */
  json: unknown;
};

type Asked = { method?: "GET" | "POST"; headers?: Record<string, string>; json?: unknown; body?: string };

/** An address of a provider, asked through the guard. */
export class Api {
  readonly #base: URL;
  readonly #way: Outbound;
  private constructor(base: URL, way: Outbound) {
    this.#base = base;
    this.#way = way;
  }

  static async open(base: URL, options: OutboundOptions): Promise<Api> {
    return new Api(base, await Outbound.open(base, options));
  }

  get way(): Outbound {
    return this.#way;
  }

  /** The whole address of a path below the base, for what is signed. */
  urlOf(path: string): URL {
    return new URL(this.#base.pathname.replace(/\/$/, "") + path, this.#base);
  }

  async ask(path: string, { json, body, headers, method = "GET" }: Asked = {}): Promise<Reply> {
    const { pathname, search } = this.urlOf(path);
    const text = json === undefined ? body : JSON.stringify(json);
    const answer = await this.#way.ask(pathname + search, {
      method,
      headers: { ...(json !== undefined && { "content-type": "application/json" }), ...headers },
      body: text,
    });
    let read: unknown;
    try {
      read = JSON.parse(answer.text);
    } catch {
      read = undefined;
    }
    return { ...answer, json: read };
  }
}

/** What a probe may use beside its own address. */
export type Context = {
  api: Api;
  /** Opens another address, by the same guard; closed when the test is over. */
  open(url: URL, configured?: boolean): Promise<Api>;
  /** Keeps a secret that came up on the way out of what is said back. */
  hide(secret: string): void;
};

/** How a kind is tested. A stage that is not here is skipped. */
export type Probe = {
  /** The address whose name and certificate are the first stages. */
  url: URL;
  /** It is the platform's or a provider's own, not a person's input. */
  configured: boolean;
  ca?: string;
  verifyTls?: boolean;
  signIn(context: Context): Promise<void>;
  model?(context: Context): Promise<void>;
  quota?(context: Context): Promise<void>;
};

/** Makes the probe of a credential: the settings as its kind reads them, the values by suffix. */
export type ProbeOf<Id extends CredentialKindId> = (
  settings: z.output<(typeof kinds)[Id]["settings"]>,
  values: Record<string, string>,
  platform: Platform,
) => Probe;

/** The cause that a status stands for where a provider does not say it otherwise. */
function causeOf(status: number): TestCause {
  if (status === 401) return "refused";
  if (status === 403) return "rights";
  if (status === 402) return "credit";
  if (status === 429) return "limited";
  if (status >= 500) return "down";
  // It answers well with something else, sends us elsewhere, or does not know the first address of the API.
  return status < 400 || status === 404 || status === 405 ? "foreign" : "unexpected";
}

/**
 * The JSON of an answer that is as it should be. Throws StageFailure; `known` names the cause of answers that mean something
 * of their own at this provider, and gives undefined for all others.
 */
export function good<Schema extends z.ZodType>(
  reply: Reply,
  schema: Schema,
  known: (reply: Reply) => TestCause | undefined = () => undefined,
): z.output<Schema> {
  const { status, json, text } = reply;
  if (status < 200 || status > 299)
    throw new StageFailure(
      known(reply) ?? causeOf(status),
      `${status} ${wordsIn(json, text)}`.trim(),
      status,
    );
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw new StageFailure("foreign", `${status}, and not what was asked for: ${text}`, status);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Code and message out of a provider's error, whichever of the usual shapes it has; else the body as it is. */
function wordsIn(json: unknown, text: string): string {
  if (!isObject(json)) return text;
  const { error, errors, errorMessages } = json;
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const one = isObject(error) ? error : isObject(first) ? first : json;
  const code = [one.type, one.code, one.status, one.__type, error].find((part) => typeof part === "string");
  const message = [
    one.message,
    one.Message,
    json.error_description,
    Array.isArray(errorMessages) && errorMessages.join(" "),
  ].find((part) => typeof part === "string" && part !== "");
  return [code, message].filter(Boolean).join(": ") || text;
}

/** A text below `error` of an answer, such as its code; empty where there is none. */
export function errorText({ json }: Reply, field: string): string {
  const error = isObject(json) && isObject(json.error) ? json.error : json;
  const value = isObject(error) ? error[field] : undefined;
  return value === undefined || value === null ? "" : String(value);
}
