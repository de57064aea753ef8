import { lookup as resolve } from "node:dns";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { badInput } from "./ending.ts";
import { textOfHtml } from "./html.ts";
import { describeFailure } from "./network.ts";

const sizeLimit = 2 * 1024 * 1024;
const redirectLimit = 5;

/** Link-local addresses hold cloud metadata services: no page worth reading lives there. */
const forbidden = new BlockList();
forbidden.addSubnet("169.254.0.0", 16, "ipv4");
forbidden.addSubnet("fe80::", 10, "ipv6");
forbidden.addAddress("fd00:ec2::254", "ipv6");
forbidden.addAddress("100.100.100.200", "ipv4");
forbidden.addAddress("168.63.129.16", "ipv4");

type Page = { url: string; text: string };

/**
 * Reads the text of a page. Throws SessionEnd (exit 2, `website_unreadable`) with a sentence that says why: a session
 * asked about a page that it cannot read has no useful answer. Limits: 2 MiB, 20 s, 5 redirects. Which networks may
 * be reached is the namespace's NetworkPolicy's to say; link-local addresses are refused here in any case.
 */
export async function readWebsite(url: string, signal: AbortSignal, timeoutMs = 20_000): Promise<Page> {
  const timer = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timer]);
  try {
    return await follow(new URL(url), either);
  } catch (error) {
    signal.throwIfAborted();
    const why = timer.aborted ? `it did not arrive within ${timeoutMs / 1000} s` : describeFailure(error);
    throw badInput("website_unreadable", `The page ${url} could not be read: ${why}.`);
  }
}

async function follow(start: URL, signal: AbortSignal): Promise<Page> {
  let url = start;
  for (let redirects = 0; redirects <= redirectLimit; redirects++) {
    const response = await request(url, signal);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && location && URL.canParse(location, url)) {
      response.destroy();
      url = new URL(location, url);
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new Error(`the server answered ${status}`);
    }
    const text = await textOf(response);
    if (!text) throw new Error("it holds no text");
    return { url: url.href, text };
  }
  throw new Error(`it redirects more than ${redirectLimit} times`);
}

function request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new Error(`${url.protocol} is not http or https`);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && isForbidden(literal)) throw new Error(`${literal} is not an address for pages`);
  const options = {
    signal,
    lookup: guardedLookup,
    // One connection, one request: nothing stays open after the answer.
    agent: false as const,
    headers: {
      accept: "text/html, text/plain;q=0.9, */*;q=0.1",
      "accept-encoding": "identity",
      "user-agent": "portico-runner",
    },
  };
  return new Promise((done, fail) => {
    (url.protocol === "https:" ? getHttps : getHttp)(url, options, done).on("error", fail);
  });
}

/** Judges the addresses that the connection will really use, so that a second answer of the DNS changes nothing. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    const bad = addresses.find(({ address }) => isForbidden(address));
    if (bad) return callback(new Error(`${bad.address} is not an address for pages`), "", 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? "", first?.family ?? 0);
  });
};

function isForbidden(address: string): boolean {
  return forbidden.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
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
