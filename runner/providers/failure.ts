import { exitCodes, SessionEnd } from "../ending.ts";

/** A call to the provider that did not give an answer. */
export class ProviderError extends Error {
  /** What the session ends with when this is not tried again, or was tried too often. */
  readonly end: SessionEnd;
  /** May the same request succeed later? */
  readonly retriable: boolean;
  /** What the provider did, for the log: "answered 429". */
  readonly event: string;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(end: SessionEnd, event: string, retry: { retriable: boolean; afterMs?: number | undefined }) {
    super(end.message);
    this.name = "ProviderError";
    this.end = end;
    this.event = event;
    this.retriable = retry.retriable;
    this.retryAfterMs = retry.afterMs;
  }
}

type ErrorBody = { type: string; code: string; message: string };

/** Judges an answer that is no success, in either provider's shape. `model` and `name` are for the sentences. */
export function failureOfResponse(
  name: string,
  model: string,
  status: number,
  headers: Headers,
  text: string,
): ProviderError {
  const body = errorBody(text);
  const said = body.message ? ` It said: ${body.message}` : "";
  const event = `answered ${status}`;
  const final = (code: 1 | 3, reason: string, summary: string) =>
    new ProviderError(new SessionEnd(code, reason, summary), event, { retriable: false });

  if (isWithoutCredit(status, body)) {
    return final(exitCodes.failed, "provider_no_credit", `The account at ${name} has no credit left.${said}`);
  }
  if (status === 401) {
    const summary = `${name} does not know this key. Replace the project's credential.${said}`;
    return final(exitCodes.credentialRefused, "credential_refused", summary);
  }
  if (status === 403) {
    const summary = `${name} refuses this key what the session asks for.${said}`;
    return final(exitCodes.credentialRefused, "credential_refused", summary);
  }
  if (status === 404 && (body.code === "model_not_found" || /^model\b/.test(body.message))) {
    const summary = `${name} has no model ${model}, or not for this key.`;
    return final(exitCodes.failed, "model_not_found", summary);
  }
  if (status === 408 || status === 429 || status >= 500) {
    const [reason, what] = transient(status);
    const end = new SessionEnd(exitCodes.failed, reason, `${name} ${what}.${said}`);
    return new ProviderError(end, event, { retriable: true, afterMs: retryAfter(headers) });
  }
  // A path that is not there comes here as well: the provider's address is wrong then.
  return final(exitCodes.failed, "provider_rejected", `${name} rejected the request with ${status}.${said}`);
}

/** Judges an error that the provider reports inside its stream. */
export function failureInStream(name: string, error: unknown): ProviderError {
  const { type, message } = errorBody(JSON.stringify({ error }));
  const overloaded = type === "overloaded_error";
  const reason = overloaded ? "provider_overloaded" : "provider_error";
  const summary = `${name} ${overloaded ? "is overloaded" : "failed while it answered"}.${message ? ` It said: ${message}` : ""}`;
  const end = new SessionEnd(exitCodes.failed, reason, summary);
  return new ProviderError(end, `broke off with ${type || "an error"}`, { retriable: true });
}

function transient(status: number): [reason: string, what: string] {
  if (status === 429) return ["provider_rate_limited", "still refuses for its rate limit"];
  if (status === 503 || status === 529) return ["provider_overloaded", "is overloaded"];
  return ["provider_error", `answers ${status}`];
}

/** Anthropic says so in a 400's sentence, OpenAI by a code on a 429, gateways by 402. */
function isWithoutCredit(status: number, body: ErrorBody): boolean {
  return (
    status === 402 ||
    body.code === "insufficient_quota" ||
    body.type === "billing_error" ||
    (status === 400 && /credit balance/i.test(body.message))
  );
}

/** The message is left whole: what is cut before it is masked may keep half of a key. */
function errorBody(text: string): ErrorBody {
  const string = (value: unknown) => (typeof value === "string" ? value : "");
  try {
    const error = (JSON.parse(text) as { error?: Record<string, unknown> | string })?.error;
    if (typeof error === "string") return { type: "", code: "", message: error };
    return { type: string(error?.type), code: string(error?.code), message: string(error?.message) };
  } catch {
    return { type: "", code: "", message: "" };
  }
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; undefined when the provider gives none. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (milliseconds >= 0) return milliseconds;
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
