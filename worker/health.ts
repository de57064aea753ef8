import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import { BlockList, isIPv6 } from "node:net";
import { registry } from "./metrics.ts";

export type HealthOptions = {
  /** The IP address to listen on. */
  address: string;
  /** 0 starts no server. */
  port: number;
  /** Bearer token of /metrics. Without one there are metrics on a loopback address only. */
  metricsToken?: string;
  /** What is not in order yet, in words; empty when this process does its work. */
  notReady: () => Promise<string[]>;
  /** Brings the gauges up to date, before they are read. */
  collect: () => Promise<void>;
};

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/** Whether whoever sent this `authorization` header may read the metrics. */
function mayRead({ address, metricsToken }: HealthOptions, authorization = ""): boolean {
  if (metricsToken === undefined) return loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${metricsToken}`));
}

/** Answers /healthz (the process runs), /readyz (it does its work; else 503 with the reasons) and /metrics. */
export async function startHealth(options: HealthOptions): Promise<{ port: number; close(): Promise<void> }> {
  if (options.port === 0) return { port: 0, close: async () => {} };
  const answers: Record<string, () => Promise<{ code: number; type: string; body: string }>> = {
    "/healthz": async () => ({ code: 200, type: "text/plain", body: "ok\n" }),
    "/readyz": async () => {
      const reasons = await options.notReady();
      const body = reasons.length === 0 ? "ok\n" : `${reasons.join("\n")}\n`;
      return { code: reasons.length === 0 ? 200 : 503, type: "text/plain", body };
    },
    "/metrics": async () => {
      await options.collect();
      return { code: 200, type: registry.contentType, body: await registry.metrics() };
    },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const answer = request.method === "GET" ? answers[path] : undefined;
    if (!answer || (path === "/metrics" && !mayRead(options, request.headers.authorization))) {
      response.writeHead(404).end();
      return;
    }
    answer().then(
      ({ code, type, body }) => response.writeHead(code, { "content-type": type }).end(body),
      (error: unknown) => response.writeHead(500, { "content-type": "text/plain" }).end(`${String(error)}\n`),
    );
  });
  const port = await listen(server, options);
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, { address, port }: HealthOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const at = server.address();
      resolve(typeof at === "object" && at ? at.port : port);
    });
  });
}
