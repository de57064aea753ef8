/**
 * The demo's and the tests' OpenID provider: oidc-provider, a certified one, with a few people, a sign-in page of
 * its own and automatic consent. Confidential clients with PKCE. `issuer/types.ts` has the options and the
 * people whose sign-in fails on purpose.
 *
 *   node scripts/demo/issuer.ts --config issuer.json     (the file holds IssuerOptions)
 */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { answerInteraction } from "./issuer/interaction.ts";
import { issuerKeys } from "./issuer/keys.ts";
import { createProvider } from "./issuer/provider.ts";
import type { IssuerOptions } from "./issuer/types.ts";

export type { Client, IssuerOptions, Person } from "./issuer/types.ts";

export type Issuer = {
  /** The issuer's identifier, `http://host:port`; its discovery is under it. */
  issuer: string;
  port: number;
  close(): Promise<void>;
};

/** Starts the issuer. Rejects when the port is taken or the kept keys cannot be read. */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const host = options.host ?? "127.0.0.1";
  const keys = await issuerKeys(options.stateDir);
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });

  // The issuer's identifier holds the port, which is known only now.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const provider = createProvider(issuer, options, keys);
  const protocol = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return protocol(request, response);
    answerInteraction(provider, options, request, response).catch((error: Error) => {
      process.stderr.write(`The issuer failed at ${request.method} ${request.url}: ${error.message}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
  return {
    issuer,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { config: { type: "string" } } });
  if (!values.config) {
    process.stderr.write("issuer.ts needs --config <file.json>.\n");
    process.exit(2);
  }
  const issuer = await startIssuer(JSON.parse(readFileSync(values.config, "utf8")) as IssuerOptions);
  process.stdout.write(`Demo issuer listens on ${issuer.issuer}\n`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void issuer.close().then(() => process.exit(0)));
  }
}
