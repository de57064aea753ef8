import type { IncomingMessage } from "node:http";
import { exitCodes, failed, SessionEnd } from "../ending.ts";
import { describeFailure, isCertificateFailure, networkCode } from "../network.ts";
import { NOT_PUBLIC, request, SILENT } from "../request.ts";
import { parseEvents } from "../sse.ts";
import type { AnswerPart, Endpoint, ProviderApi, Question } from "./api.ts";
import { failureOfResponse, ProviderError } from "./failure.ts";

/** The connection is given up after so long without a byte, which may be before the session's own limit. */
const silenceMs = 300_000;

/**
 * Sends one question and yields its answer as it arrives. Every way it can fail is a ProviderError, except
 * an abort of `signal`, which throws the signal's own reason.
 */
export async function* streamAnswer(
  api: ProviderApi,
  endpoint: Endpoint,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<AnswerPart> {
  const body = await open(api, endpoint, question, signal);
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

async function open(api: ProviderApi, endpoint: Endpoint, question: Question, signal: AbortSignal) {
  const { ca, verifyTls } = endpoint.settings;
  let response: IncomingMessage;
  try {
    response = await request(new URL(api.url(endpoint)), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...api.headers(endpoint),
      },
      body: JSON.stringify(api.body(question)),
      mayConnect: endpoint.mayConnect,
      ca,
      verifyTls,
      silenceMs,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw silent(api, error) ?? unreachable(api, error);
  }
  const { statusCode: status = 0 } = response;
  const headers = new Headers(response.headers as Record<string, string>);
  if (status < 200 || status >= 300) {
    const text = await beginningOf(response);
    signal.throwIfAborted();
    throw failureOfResponse(api.name, question.model, status, headers, text);
  }
  const type = headers.get("content-type") ?? "no type";
  if (!type.includes("event-stream")) {
    response.destroy();
    throw foreign(api, `${type} where a stream was asked for`);
  }
  return response;
}

/** The first of an answer that is no success; what came of it when it breaks off. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > 64_000) break;
    }
  } catch {
    // What came is enough to judge by.
  }
  return Buffer.concat(parts).toString("utf8").slice(0, 64_000);
}

function unreachable(api: ProviderApi, error: unknown): ProviderError {
  const why = describeFailure(error);
  const end = failed("provider_unreachable", `${api.name} cannot be reached: ${why}.`);
  const code = networkCode(error);
  const retriable = !isCertificateFailure(code) && code !== NOT_PUBLIC;
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

function silent(api: ProviderApi, error: unknown): SessionEnd | undefined {
  if (networkCode(error) !== SILENT) return undefined;
  const words = `${api.name} sent nothing for ${silenceMs / 1000} s.`;
  return new SessionEnd(exitCodes.timedOut, "inactive", words);
}
