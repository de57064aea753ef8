/**
 * A local STAND-IN for providers' APIs, for the demo and for tests: it speaks the Anthropic Messages API and OpenAI's
 * chat completions, and no model is behind it. Of Azure OpenAI, Gemini, Vertex AI, Bedrock, Jira, GitHub, GitLab and
 * container registries it speaks what the test of a credential asks. It says so in its `Server` header, in the line
 * it starts with and at the end of every answer. Which keys are right, and how to ask it for a failure, is in
 * `provider-stand-in/behaviour.ts`; a service account's key file is at `GET /service-account.json`.
 *
 *   node scripts/demo/provider-stand-in.ts --port 4010 [--host 127.0.0.1]
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { answerAsAnthropic } from "./provider-stand-in/anthropic.ts";
import { answerAsAzure } from "./provider-stand-in/azure.ts";
import { answerAsBedrock } from "./provider-stand-in/bedrock.ts";
import { Markers } from "./provider-stand-in/behaviour.ts";
import { type Exchange, exchangeId, sendJson } from "./provider-stand-in/exchange.ts";
import {
  answerAsGemini,
  answerAsTokenEndpoint,
  answerAsVertex,
  answerGeminiChat,
  serviceAccountFile,
} from "./provider-stand-in/google.ts";
import { answerAsOpenAI } from "./provider-stand-in/openai.ts";
import { specPage } from "./provider-stand-in/page.ts";
import {
  answerAsGithub,
  answerAsGitlab,
  answerAsJira,
  answerAsRegistry,
} from "./provider-stand-in/services.ts";

const bodyLimit = 8 * 1024 * 1024;

export type ProviderStandIn = {
  /** `http://host:port`, the base URL of all APIs; with a certificate `https://`. */
  url: string;
  port: number;
  /** How many requests came, by `METHOD /path status`; a request without an answer counts as status 0. */
  requests: Map<string, number>;
  /** Ends the server and every open answer. */
  close(): Promise<void>;
};

/** Starts the stand-in. Port 0 takes a free one; `tls` is its key and certificate. Rejects when the port is taken. */
export async function startProviderStandIn(
  options: { port?: number; host?: string; tls?: { key: string; cert: string } } = {},
): Promise<ProviderStandIn> {
  const host = options.host ?? "127.0.0.1";
  const requests = new Map<string, number>();
  const markers = new Markers();
  const closing = new AbortController();

  const listen: RequestListener = async (request, response) => {
    const path = new URL(request.url ?? "/", "http://stand-in").pathname;
    const gone = new AbortController();
    response.on("close", () => {
      gone.abort();
      const line = `${request.method} ${path} ${response.headersSent ? response.statusCode : 0}`;
      requests.set(line, (requests.get(line) ?? 0) + 1);
    });
    response.setHeader("server", "portico-provider-stand-in");
    const body = await readBody(request);
    if (body === undefined)
      return sendJson(response, 413, { error: { message: "The request is too large." } });
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    await route({ request, response, body, id: exchangeId(body), signal }, path, markers);
  };
  const server = options.tls ? createTlsServer(options.tls, listen) : createServer(listen);

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function route(exchange: Exchange, path: string, markers: Markers): Promise<void> {
  const { request, response } = exchange;
  const call = `${request.method} ${path}`;
  if (call === "POST /v1/messages") return answerAsAnthropic(exchange, path, markers);
  if (call === "POST /v1/chat/completions") return answerAsOpenAI(exchange, path, markers);
  if (call === "GET /v1/models") {
    const anthropic = "x-api-key" in request.headers || "anthropic-version" in request.headers;
    return (anthropic ? answerAsAnthropic : answerAsOpenAI)(exchange, path, markers);
  }
  if (call === "GET /pages/spec") return sendPage(response);
  if (call === "GET /service-account.json") {
    response.writeHead(200, { "content-type": "application/json" });
    return void response.end(serviceAccountFile("right"));
  }
  if (path.startsWith("/openai/")) return answerAsAzure(exchange, path, markers);
  if (call === "POST /v1beta/openai/chat/completions") return answerGeminiChat(exchange, markers);
  if (path.startsWith("/v1beta/models")) return answerAsGemini(exchange, path);
  if (call === "POST /token") return answerAsTokenEndpoint(exchange);
  if (path.startsWith("/v1/projects/")) return answerAsVertex(exchange, path);
  if (call === "GET /foundation-models" || /^POST \/model\/[^/]+\/converse$/.test(call))
    return answerAsBedrock(exchange, path);
  if (call === "GET /rest/api/3/myself") return answerAsJira(exchange);
  if (/^GET (\/api\/v3)?\/(user|rate_limit)$/.test(call)) return answerAsGithub(exchange, path);
  if (call === "GET /api/v4/user") return answerAsGitlab(exchange);
  if (call === "GET /v2/" || call === "GET /registry-token")
    return answerAsRegistry(exchange, path, baseOf(request));
  const message = `Not found: ${call}`;
  sendJson(response, 404, { type: "error", error: { type: "not_found_error", message } });
}

/** What whoever asks calls this stand-in. */
const baseOf = ({ headers, socket }: IncomingMessage) =>
  `${"encrypted" in socket ? "https" : "http"}://${headers.host}`;

function sendPage(response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(specPage);
}

/** The body as text; undefined when it is over the limit or its caller broke off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request) {
      size += part.length;
      if (size > bodyLimit) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString("utf8");
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string" }, host: { type: "string" } } });
  const standIn = await startProviderStandIn({ port: Number(values.port ?? 4010), host: values.host });
  process.stdout.write(`Provider stand-in (no model behind it) listens on ${standIn.url}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void standIn.close().then(() => process.exit(0)));
  }
}
