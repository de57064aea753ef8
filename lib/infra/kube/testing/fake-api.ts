import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";

export type Answerer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** An API server that says exactly what a test wants to hear, for what a real one does only on bad days. */
export interface FakeApi {
  config: KubeConfig;
  /** `METHOD path?query` of every request so far. */
  requests: string[];
  answer: (answerer: Answerer) => void;
  close: () => Promise<void>;
}

export async function startFakeApi(): Promise<FakeApi> {
  const requests: string[] = [];
  let answerer: Answerer = (_, response) => void response.writeHead(404).end();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    answerer(request, response, new URL(request.url ?? "/", "http://fake"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  // Plain HTTP has no certificate to verify; the client asks to be told so.
  const cluster = { name: "fake", server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  config.loadFromClusterAndUser(cluster, { name: "nobody" });
  return {
    config,
    requests,
    answer: (next) => {
      answerer = next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(
  response: ServerResponse,
  code: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
