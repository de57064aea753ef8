import { lookup as resolve } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { getCACertificates } from "node:tls";

/** Judges an address that a host's name stands for, or that stands in a URL itself. */
export type MayConnect = (address: string) => boolean;

export type RequestOptions = {
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Left out: every address may be connected to. */
  mayConnect?: MayConnect | undefined;
  /** A certificate authority beside the public ones, as PEM. */
  ca?: string | undefined;
  /** Whether the server's certificate is checked. */
  verifyTls?: boolean | undefined;
  /** The connection is given up after so long without a byte, in ms. */
  silenceMs?: number;
};

/** The code of a connection that was given up because nothing came. */
export const SILENT = "PORTICO_SILENT";
/** The code of an address that may not be connected to. */
export const NOT_PUBLIC = "PORTICO_NOT_PUBLIC";
const connectMs = 10_000;

/**
 * One request over a connection of its own; no redirect is followed. Resolves with the head of the answer, whose body is then
 * read from it. Only addresses that were judged are connected to, so that a second answer of the DNS changes nothing.
 */
export function request(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const { mayConnect, ca, verifyTls = true, silenceMs, body, signal } = options;
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  // A literal address is connected to without a lookup.
  if (mayConnect && isIP(literal) && !mayConnect(literal)) return Promise.reject(notPublic());
  const secure = url.protocol === "https:";
  return new Promise((done, fail) => {
    let answer: IncomingMessage | undefined;
    const call = (secure ? requestHttps : requestHttp)(
      url,
      {
        method: options.method,
        headers: {
          "accept-encoding": "identity",
          "user-agent": "portico-runner",
          ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
          ...options.headers,
        },
        signal,
        // One connection, one request: nothing stays open after the answer.
        agent: false,
        ...(mayConnect ? { lookup: judged(mayConnect) } : {}),
        ...(secure && ca ? { ca: [...getCACertificates("default"), ca] } : {}),
        ...(secure && !verifyTls ? { rejectUnauthorized: false } : {}),
      },
      (response) => {
        answer = response;
        done(response);
      },
    );
    const timer = setTimeout(() => call.destroy(coded("ETIMEDOUT", "no connection")), connectMs);
    call.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => clearTimeout(timer));
      // Whoever reads the answer is told so; the request alone would only say that it broke off.
      const silent = () => (answer ?? call).destroy(coded(SILENT, "nothing came"));
      if (silenceMs) socket.setTimeout(silenceMs, silent);
    });
    call.on("close", () => clearTimeout(timer));
    call.on("error", fail);
    call.end(body);
  });
}

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** Gives the connection only addresses that may be connected to. */
const judged =
  (mayConnect: MayConnect): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const open = addresses.filter(({ address }) => mayConnect(address));
      const [first] = open;
      if (!first) return callback(notPublic(), "", 0);
      if (options.all) return callback(null, open);
      callback(null, first.address, first.family);
    });
  };

/** Without the address: what a name inside the cluster resolves to is not for whoever typed it. */
function notPublic(): Error {
  return coded(NOT_PUBLIC, "its host has no public address");
}
