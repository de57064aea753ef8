import dns, { type LookupAddress } from "node:dns";
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { connect as connectPlain, isIP, type LookupFunction } from "node:net";
import { connect, getCACertificates } from "node:tls";
import { type Allowed, isAllowedAddress, isAllowedHost, isMetadata, isPublicAddress } from "./ranges.ts";

/**
 * Why an address could not be asked:
 * `insecure` http where only https may be, `closed` an address inside, `dns` no such name, `tls` no safe connection,
 * `unreachable` nobody answers, or not in time, `large` more than may be read.
 */
export type OutboundCause = "insecure" | "closed" | "dns" | "tls" | "unreachable" | "large";

export class OutboundError extends Error {
  readonly code: OutboundCause;
  constructor(code: OutboundCause, message: string) {
    super(message);
    this.code = code;
  }
}

export type OutboundOptions = {
  /** What the platform allows beside https to the open internet. */
  allow: readonly Allowed[];
  /** The platform's own configuration and nobody's input, so that any address is right. */
  configured?: boolean;
  /** Certificates as PEM that are trusted beside the machine's own. */
  ca?: string;
  /** False takes any certificate. */
  verifyTls?: boolean;
  /** For one look-up, one handshake, and one answer to its end. */
  timeoutMs?: number;
  /** The most of an answer that is read. */
  mostBytes?: number;
};

export type OutboundAnswer = {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
};

type Asked = { method?: "GET" | "POST"; headers?: Record<string, string>; body?: string };

/**
 * The one way to an address that a person gave. Its name is looked up once, every address it has is checked, and connections
 * go to those and to no others, so that a name which means something else a moment later changes nothing. Redirects are
 * answers like any other. Close it when done.
 */
export class Outbound {
  readonly #origin: URL;
  readonly #addresses: readonly LookupAddress[];
  readonly #options: OutboundOptions;
  readonly #timeoutMs: number;
  readonly #agent: HttpAgent;

  private constructor(origin: URL, addresses: readonly LookupAddress[], options: OutboundOptions) {
    this.#origin = origin;
    this.#addresses = addresses;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 8_000;
    const shared = { keepAlive: true, maxSockets: 4 };
    this.#agent = origin.protocol === "https:" ? new HttpsAgent(shared) : new HttpAgent(shared);
  }

  /** Looks up where an address leads. Throws OutboundError: `insecure`, `dns` or `closed`. */
  static async open(url: URL, options: OutboundOptions): Promise<Outbound> {
    const { allow, configured = false, timeoutMs = 8_000 } = options;
    const anyAddress = configured || isAllowedHost(url, allow);
    const literal = url.hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(literal)
      ? [{ address: literal, family: isIP(literal) }]
      : await (anyAddress ? lookUp(url.hostname, timeoutMs) : lookUpAnybodys(url, options));
    for (const { address } of addresses) {
      if (configured) continue;
      const allowed =
        !isMetadata(address) && (anyAddress || isAllowedAddress(address, allow) || isPublicAddress(address));
      // Not which address it is: what names mean inside is not for everybody to find out.
      if (!allowed) throw notOpen(url);
    }
    const plain = anyAddress || addresses.every(({ address }) => isAllowedAddress(address, allow));
    if (url.protocol !== "https:" && !(url.protocol === "http:" && plain))
      throw new OutboundError("insecure", `${url.origin} is not https.`);
    return new Outbound(url, addresses, options);
  }

  get secure(): boolean {
    return this.#origin.protocol === "https:";
  }

  /** Whether the name had to be looked up. */
  get named(): boolean {
    return isIP(this.#origin.hostname.replace(/^\[|\]$/g, "")) === 0;
  }

  /** Makes a connection, with TLS where the address is https, and ends it. Throws OutboundError: `tls` or `unreachable`. */
  async handshake(): Promise<void> {
    const target = this.#target();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    try {
      const socket = this.secure ? connect(target, resolve) : connectPlain(target, resolve);
      const late = setTimeout(
        () => socket.destroy(new OutboundError("unreachable", this.#lateWords())),
        this.#timeoutMs,
      );
      socket.once("error", reject);
      await promise.finally(() => {
        clearTimeout(late);
        socket.destroy();
      });
    } catch (error) {
      throw asOutbound(error, this.secure);
    }
  }

  /** Asks below the address; `path` begins with a slash. Throws OutboundError: `tls`, `unreachable` or `large`. */
  async ask(path: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<OutboundAnswer> {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    try {
      const request = (this.secure ? requestHttps : requestHttp)({
        ...this.#target(),
        agent: this.#agent,
        method,
        path,
        headers: {
          "accept-encoding": "identity",
          "user-agent": "portico",
          ...headers,
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
        signal,
      });
      request.once("response", resolve).on("error", reject).end(body);
      const response = await promise;
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: await read(response, this.#options.mostBytes ?? 1_000_000),
      };
    } catch (error) {
      if (signal.aborted) throw new OutboundError("unreachable", this.#lateWords());
      throw asOutbound(error, false);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #target() {
    const { hostname, port } = this.#origin;
    const host = hostname.replace(/^\[|\]$/g, "");
    const { ca, verifyTls = true } = this.#options;
    return {
      host,
      port: Number(port || (this.secure ? 443 : 80)),
      servername: isIP(host) ? "" : host,
      rejectUnauthorized: verifyTls,
      ...(ca && { ca: [...getCACertificates("default"), ca] }),
      lookup: this.#pinned,
    };
  }

  /** Answers every look-up with what was found and checked at the beginning. */
  readonly #pinned: LookupFunction = (_host, { all }, callback) => {
    const [first] = this.#addresses;
    if (all) callback(null, [...this.#addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };

  #lateWords() {
    return `No answer within ${this.#timeoutMs / 1000} s.`;
  }
}

const notOpen = (url: URL) => new OutboundError("closed", `${url.hostname} is not on the open internet.`);

/** Names that mean something inside alone: of one part, of a cluster, of a machine, of a network of one's own. */
const inside =
  /^[^.]+$|\.(svc|local|localhost|localdomain|internal|intranet|private|corp|home|lan|home\.arpa)$/i;

/** At most so many names that people gave are looked up at once: each takes a thread of the few that files need too. */
const MOST_LOOK_UPS = 2;
let lookingUp = 0;
const waiting: (() => void)[] = [];

/**
 * Every address of a name that a person gave. Whether there is a name inside is told to nobody who could not go there. A name
 * is taken as it stands: none is completed to one of the cluster's own.
 */
async function lookUpAnybodys(
  url: URL,
  { allow, timeoutMs = 8_000 }: OutboundOptions,
): Promise<LookupAddress[]> {
  const hostname = url.hostname.replace(/\.$/, "");
  if (!inside.test(hostname)) return lookUp(`${hostname}.`, timeoutMs, MOST_LOOK_UPS);
  if (!allow.some((one) => "range" in one)) throw notOpen(url);
  return lookUp(hostname, timeoutMs, MOST_LOOK_UPS).catch(() => {
    throw notOpen(url);
  });
}

/**
 * Every address of a name. The system's look-up cannot be broken off, so a slow one is left behind; while `most` are under way,
 * this one waits for its turn, within its time.
 */
function lookUp(hostname: string, timeoutMs: number, most?: number): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    const begin = () => {
      lookingUp += most ? 1 : 0;
      dns.lookup(hostname, { all: true }, (error, found) => {
        clearTimeout(late);
        if (most) {
          lookingUp -= 1;
          waiting.shift()?.();
        }
        if (error) reject(new OutboundError("dns", error.message));
        else if (found.length === 0) reject(new OutboundError("dns", `${hostname} has no address.`));
        else resolve(found);
      });
    };
    const late = setTimeout(() => {
      if (waiting.includes(begin)) waiting.splice(waiting.indexOf(begin), 1);
      reject(new OutboundError("dns", `No answer about ${hostname} within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
    if (most && lookingUp >= most) waiting.push(begin);
    else begin();
  });
}

async function read(response: IncomingMessage, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) {
      response.destroy();
      throw new OutboundError("large", `The answer is larger than ${most} bytes.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

const nobody = /^(ECONN|EHOST|ENET|ETIMEDOUT|EPIPE|EADDR|EACCES|UND_)/;
const certificate = /CERT|TLS|SSL|EPROTO|ISSUER|SIGNATURE|HOSTNAME/;

/** An error of Node's, by what it means. During a handshake whatever is not about the network is about TLS. */
function asOutbound(error: unknown, shakingHands: boolean): OutboundError {
  if (error instanceof OutboundError) return error;
  // Of several addresses that were tried, one stands for all.
  const one = error instanceof AggregateError ? error.errors[0] : error;
  const { code = "", message = String(error) } = one as { code?: string; message?: string };
  if (nobody.test(code)) return new OutboundError("unreachable", message);
  return new OutboundError(shakingHands || certificate.test(code) ? "tls" : "unreachable", message);
}
