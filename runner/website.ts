import type { IncomingMessage } from "node:http";
import { type AllowedHost, isAllowed, isPublicAddress } from "./address.ts";
import { badInput } from "./ending.ts";
import { textOfHtml } from "./html.ts";
import { describeFailure } from "./network.ts";
import { request } from "./request.ts";

const sizeLimit = 2 * 1024 * 1024;

type Page = { url: string; text: string };

/**
 * Reads the text of a page. Throws SessionEnd (exit 2, `website_unreadable`) with a sentence that says why: a session
 * asked about a page that it cannot read has no useful answer. Only https and public addresses, but for the hosts in
 * `allowed`; no redirects, at most 2 MiB, 20 s. This stands beside the namespace's NetworkPolicy, not in its place.
 */
export async function readWebsite(
  url: string,
  allowed: readonly AllowedHost[],
  signal: AbortSignal,
  timeoutMs = 20_000,
): Promise<Page> {
  const timer = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timer]);
  try {
    return await read(new URL(url), allowed, either);
  } catch (error) {
    signal.throwIfAborted();
    const why = timer.aborted ? `it did not arrive within ${timeoutMs / 1000} s` : describeFailure(error);
    throw badInput("website_unreadable", `The page ${url} could not be read: ${why}.`);
  }
}

async function read(url: URL, allowed: readonly AllowedHost[], signal: AbortSignal): Promise<Page> {
  const listed = isAllowed(url, allowed);
  if (url.protocol !== "https:" && !(listed && url.protocol === "http:")) {
    throw new Error("only https addresses are read");
  }
  const response = await request(url, {
    method: "GET",
    headers: { accept: "text/html, text/plain;q=0.9, */*;q=0.1" },
    mayConnect: listed ? undefined : isPublicAddress,
    signal,
  });
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    response.destroy();
    throw new Error(redirection(url, status, response.headers.location) ?? `the server answered ${status}`);
  }
  const text = await textOf(response);
  if (!text) throw new Error("it holds no text");
  return { url: url.href, text };
}

/** Where an answer leads, for the person to judge: a redirect is never followed. */
function redirection(from: URL, status: number, location: string | undefined): string | undefined {
  if (status < 300 || status >= 400 || !location || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  to.username = "";
  to.password = "";
  return `it redirects to ${to.href}, and redirects are not followed; give the page's final address`;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const type = response.headers["content-type"] ?? "text/html";
  const kind = type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^text\/|[/+](json|xml)$|xhtml/.test(kind)) {
    response.destroy();
    throw new Error(`it is ${kind}, which is not text`);
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += part.length;
    if (size > sizeLimit) throw new Error("it is larger than 2 MiB");
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  const text = decode(bytes, type);
  return /html|^text\/xml$/.test(kind) ? textOfHtml(text) : text.trim();
}

function decode(bytes: Buffer, type: string): string {
  const charset =
    /charset=["']?([\w-]+)/i.exec(type)?.[1] ??
    /<meta[^>]{0,200}charset=["']?([\w-]+)/i.exec(bytes.subarray(0, 2048).toString("latin1"))?.[1];
  try {
    return new TextDecoder(charset ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
