import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import type { KubeConfig } from "@kubernetes/client-node";
import { KubeError } from "./errors.ts";

export interface TransportOptions {
  /** Connections kept open for ordinary calls. Default 32; streams have connections of their own. */
  connections?: number;
  userAgent?: string;
}

export interface Call {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds from having a connection until the whole answer must be there; for a stream, until its headers. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface Answer {
  code: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const AUTH_LIFETIME_MS = 60_000;
/** Below the API server's own 90 s, so that it is never the server that closes a connection we are about to use. */
const IDLE_SOCKET_MS = 60_000;

interface Auth {
  headers: Record<string, string>;
  secureContext?: SecureContext;
  servername?: string;
  rejectUnauthorized?: boolean;
}

/**
 * HTTP/1.1 to one API server with the KubeConfig's TLS and credentials over kept connections. The credentials are asked for
 * again every minute (service account tokens rotate) and once after a 401.
 */
export class Transport {
  readonly server: URL;
  readonly #config: KubeConfig;
  readonly #userAgent: string;
  readonly #calls: http.Agent;
  readonly #streams: http.Agent;
  readonly #secure: boolean;
  #auth: { value: Promise<Auth>; until: number } | undefined;

  constructor(config: KubeConfig, options: TransportOptions = {}) {
    const server = config.getCurrentCluster()?.server;
    if (!server) throw new Error("The KubeConfig names no cluster.");
    this.server = new URL(server);
    this.#secure = this.server.protocol === "https:";
    this.#config = config;
    this.#userAgent = options.userAgent ?? "portico";
    const agent = this.#secure ? https.Agent : http.Agent;
    const connections = options.connections ?? 32;
    this.#calls = new agent({
      keepAlive: true,
      maxSockets: connections,
      maxFreeSockets: connections,
      timeout: IDLE_SOCKET_MS,
    });
    this.#streams = new agent({ keepAlive: false });
  }

  /** The API server's certificate authority in base64, as a kubeconfig holds it. */
  get certificateAuthority(): string | undefined {
    const cluster = this.#config.getCurrentCluster();
    return cluster?.caData ?? (cluster?.caFile ? readFileSync(cluster.caFile).toString("base64") : undefined);
  }

  /** One call, its whole answer read. @throws KubeError (code 0) when none came */
  async call(call: Call): Promise<Answer> {
    const answer = await this.#once(call);
    if (answer.code !== 401 || !this.#auth) return answer;
    this.#auth = undefined;
    return this.#once(call);
  }

  async #once(call: Call): Promise<Answer> {
    const response = await this.#send(call, this.#calls);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of response) chunks.push(chunk as Buffer);
    } catch (error) {
      throw KubeError.fromConnection(error);
    }
    return {
      code: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
  }

  /** One call whose answer is read as it comes, on a connection of its own. @throws KubeError */
  async stream(call: Call): Promise<http.IncomingMessage> {
    const response = await this.#send(call, this.#streams);
    if ((response.statusCode ?? 0) < 400) return response;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    if (response.statusCode === 401) this.#auth = undefined;
    throw KubeError.fromAnswer(
      response.statusCode ?? 0,
      Buffer.concat(chunks).toString("utf8"),
      response.headers["retry-after"],
    );
  }

  close(): void {
    this.#calls.destroy();
    this.#streams.destroy();
  }

  async #send(call: Call, agent: http.Agent): Promise<http.IncomingMessage> {
    const auth = await this.#authorization();
    const { headers, ...tls } = auth;
    const streaming = agent === this.#streams;
    return new Promise((resolve, reject) => {
      const request = (this.#secure ? https : http).request({
        ...tls,
        agent,
        host: this.server.hostname.replace(/^\[|\]$/g, ""),
        port: this.server.port || (this.#secure ? 443 : 80),
        method: call.method,
        path: this.server.pathname.replace(/\/$/, "") + call.path,
        signal: call.signal,
        headers: {
          "user-agent": this.#userAgent,
          accept: "application/json",
          ...call.headers,
          ...headers,
          ...(call.body === undefined ? {} : { "content-length": Buffer.byteLength(call.body) }),
        },
      });
      let timer: NodeJS.Timeout | undefined;
      // From when it has a connection: waiting for one behind other calls is not the API server's silence.
      request.on("socket", () => {
        const late = Object.assign(new Error(`no answer within ${call.timeoutMs} ms`), { code: "ETIMEDOUT" });
        timer = setTimeout(() => {
          request.destroy(late);
          this.#dropIdle();
        }, call.timeoutMs);
      });
      request.on("response", (response) => {
        if (streaming) clearTimeout(timer);
        else response.on("close", () => clearTimeout(timer));
        resolve(response);
      });
      request.on("error", (error) => {
        clearTimeout(timer);
        reject(KubeError.fromConnection(error));
      });
      request.end(call.body);
    });
  }

  /** Where one connection fell silent the idle ones likely did: to try them, one after the other, would take minutes. */
  #dropIdle(): void {
    for (const sockets of Object.values(this.#calls.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  #authorization(): Promise<Auth> {
    const now = Date.now();
    if (!this.#auth || this.#auth.until < now) {
      const value = this.#authenticate();
      this.#auth = { value, until: now + AUTH_LIFETIME_MS };
      value.catch(() => {
        this.#auth = undefined;
      });
    }
    return this.#auth.value;
  }

  async #authenticate(): Promise<Auth> {
    const options: https.RequestOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.headers ?? {}))
      headers[name.toLowerCase()] = String(value);
    if (options.auth) headers.authorization = `Basic ${Buffer.from(options.auth).toString("base64")}`;
    const { ca, cert, key, passphrase, servername, rejectUnauthorized } = options;
    const auth: Auth = { headers };
    // Made once: certificates parsed for each connection, and compared for each call, are most of a small call's cost.
    if (this.#secure) auth.secureContext = createSecureContext({ ca, cert, key, passphrase });
    if (servername !== undefined) auth.servername = servername;
    if (rejectUnauthorized !== undefined) auth.rejectUnauthorized = rejectUnauthorized;
    return auth;
  }
}
