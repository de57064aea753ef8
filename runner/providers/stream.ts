import { exitCodes, failed, SessionEnd } from "../ending.ts";
import { describeFailure, isCertificateFailure, networkCode } from "../network.ts";
import { parseEvents } from "../sse.ts";
import type { AnswerPart, ProviderApi, Question } from "./api.ts";
import { failureOfResponse, ProviderError } from "./failure.ts";

export type Endpoint = { api: ProviderApi; baseURL: string; apiKey: string };

/**
 * Sends one question and yields its answer as it arrives. Every way it can fail is a ProviderError, except
 * an abort of `signal`, which throws the signal's own reason.
 */
export async function* streamAnswer(
  endpoint: Endpoint,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerPart> {
  const { api } = endpoint;
  const body = await open(endpoint, question, signal);
  let ended = false;
  try {
    for await (const event of parseEvents(body)) {
      for (const part of api.parts(event)) {
        ended ||= part.type === "end";
        yield part;
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    if (error instanceof SyntaxError) throw foreign(api, "an event that is not JSON");
    // A connection that breaks after the last word has cut off nothing.
    if (ended) return;
    throw silent(api, error) ?? truncated(api);
  }
  if (!ended) throw truncated(api);
}

async function open(endpoint: Endpoint, question: Question, signal: AbortSignal) {
  const { api } = endpoint;
  let response: Response;
  try {
    response = await fetch(`${endpoint.baseURL}${api.path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...api.headers(endpoint.apiKey),
      },
      body: JSON.stringify(api.body(question)),
      // A redirect would carry the key to another host.
      redirect: "manual",
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw silent(api, error) ?? unreachable(api, error);
  }
  if (!response.ok) {
    const text = await response.text().catch(() => "");
    signal.throwIfAborted();
    throw failureOfResponse(
      api.name,
      question.model,
      response.status,
      response.headers,
      text.slice(0, 64_000),
    );
  }
  const type = response.headers.get("content-type") ?? "no type";
  if (!response.body || !type.includes("event-stream")) {
    await response.body?.cancel();
    throw foreign(api, `${type} where a stream was asked for`);
  }
  return response.body;
}

function unreachable(api: ProviderApi, error: unknown): ProviderError {
  const why = describeFailure(error);
  const end = failed("provider_unreachable", `${api.name} cannot be reached: ${why}.`);
  const retriable = !isCertificateFailure(networkCode(error));
  return new ProviderError(end, `cannot be reached (${why})`, { retriable });
}

function truncated(api: ProviderApi): ProviderError {
  const end = failed("provider_truncated", `${api.name} broke off in the middle of its answer, twice.`);
  return new ProviderError(end, "broke off in the middle of its answer", { retriable: true });
}

function foreign(api: ProviderApi, what: string): ProviderError {
  const end = failed("provider_error", `${api.name} sent ${what}. Check the provider's address.`);
  return new ProviderError(end, `sent ${what}`, { retriable: false });
}

/** The HTTP client's own limit of 300 s without a byte, which may be reached before the session's. */
function silent(api: ProviderApi, error: unknown): SessionEnd | undefined {
  if (!/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(networkCode(error))) return undefined;
  return new SessionEnd(exitCodes.timedOut, "inactive", `${api.name} sent nothing for 300 s.`);
}
