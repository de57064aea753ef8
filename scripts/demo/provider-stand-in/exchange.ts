import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Behaviour } from "./behaviour.ts";

/** One request being answered, and the pace of its answer. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  /** The body as text; empty for GET. */
  body: string;
  /** Same for the same body, so that a recorded log can be compared. */
  id: string;
  /** Aborted when the caller goes away or the server closes. */
  signal: AbortSignal;
};

export function exchangeId(body: string): string {
  return createHash("sha256").update(body).digest("hex").slice(0, 24);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Holds a request without an answer until its caller gives up. */
export async function keepSilent(exchange: Exchange): Promise<void> {
  await sleep(2 ** 31 - 1, undefined, { signal: exchange.signal }).catch(() => {});
}

/** Sends the chunks at the behaviour's pace. True when all of them went out and the stream may be closed properly. */
export async function sendChunks(
  exchange: Exchange,
  behaviour: Behaviour,
  chunks: string[],
  write: (chunk: string) => void,
): Promise<boolean> {
  const pause = behaviour === "slow" ? 400 : 15;
  const cutAfter = behaviour === "truncated" ? Math.ceil(chunks.length * 0.4) : chunks.length;
  for (const [index, chunk] of chunks.entries()) {
    if (exchange.signal.aborted) return false;
    if (behaviour === "hang" && index === 3) {
      await keepSilent(exchange);
      return false;
    }
    if (index === cutAfter) {
      exchange.request.socket.destroy();
      return false;
    }
    write(chunk);
    await sleep(pause, undefined, { signal: exchange.signal }).catch(() => {});
  }
  return !exchange.signal.aborted;
}

/** Parses a JSON object; undefined for anything else. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The text of the last message from the user; content may be a string or a list of text parts. */
export function lastUserText(messages: unknown[]): string {
  const last = messages.filter(
    (m): m is { role: string; content: unknown } =>
      typeof m === "object" && m !== null && "content" in m && (m as { role?: unknown }).role === "user",
  );
  const content = last.at(-1)?.content;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: { text?: unknown }) => (typeof part?.text === "string" ? part.text : ""))
    .join("\n");
}
