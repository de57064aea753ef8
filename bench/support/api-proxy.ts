import { createServer, request as plainRequest } from "node:http";
import { Agent, request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { parse, stringify } from "yaml";

export type SeenCall = { method: string; path: string; caller: string; code: number };

export type ApiProxy = {
  url: string;
  /** Every finished call since the proxy began, in order; watches appear when they begin. */
  calls: SeenCall[];
  close(): Promise<void>;
};

/**
 * A reverse proxy on loopback in front of an API server that notes every call. It speaks plain HTTP to the caller and
 * verified TLS to the server; bodies, answers and streams pass through as they are.
 */
export async function startApiProxy(target: string, certificateAuthority: string): Promise<ApiProxy> {
  const { hostname, port, protocol } = new URL(target);
  const agent = new Agent({ keepAlive: true, ca: Buffer.from(certificateAuthority, "base64") });
  const calls: SeenCall[] = [];
  const server = createServer((near, answer) => {
    const { method = "GET", url = "/", headers } = near;
    const send = protocol === "https:" ? secureRequest : plainRequest;
    const far = send(
      { agent: protocol === "https:" ? agent : undefined, hostname, port, method, path: url, headers },
      (response) => {
        calls.push({
          method,
          path: url,
          caller: headers["user-agent"] ?? "",
          code: response.statusCode ?? 0,
        });
        answer.writeHead(response.statusCode ?? 502, response.headers);
        // A quiet watch must be seen to have begun.
        answer.flushHeaders();
        response.pipe(answer);
      },
    );
    far.on("error", () => answer.destroy());
    near.on("error", () => far.destroy());
    answer.on("close", () => void (answer.writableFinished || far.destroy()));
    near.pipe(far);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A kubeconfig (YAML) that leads to `server` instead over plain HTTP, with the same credentials. */
export function redirected(kubeconfig: string, server: string): string {
  const config = parse(kubeconfig) as { clusters: { name: string; cluster: { server: string } }[] };
  return stringify({
    ...config,
    clusters: config.clusters.map(({ name }) => ({
      name,
      cluster: { server, "insecure-skip-tls-verify": true },
    })),
  });
}
