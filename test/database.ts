import "./provided.ts";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import type { PrismaClient } from "#generated/client.ts";
import { createClient } from "#lib/infra/db/client.ts";

export type TestDatabase = {
  ownerUrl: string;
  appUrl: string;
  workerUrl: string;
  /** A client of the web's role; closed by `drop`. */
  app: PrismaClient;
  drop(): Promise<void>;
};

/** A migrated database of the test's own, copied from the template; PORTICO_DATABASE_URL then names it for the web's role. */
export async function createTestDatabase(pool = 5): Promise<TestDatabase> {
  const template = new URL(inject("templateUrl"));
  const name = `t_${randomBytes(6).toString("hex")}`;
  const server = new URL(template);
  server.pathname = "/postgres";
  await execute(server.href, async (client) => {
    // Two copies of one template at once refuse each other.
    await client.query("select pg_advisory_lock(20261122)");
    await client.query(`create database ${name} template ${template.pathname.slice(1)}`);
  });
  const as = (role: string, password: string) => {
    const url = new URL(template);
    Object.assign(url, { pathname: `/${name}`, username: role, password });
    return url.href;
  };
  const appUrl = as("portico_app", "app");
  process.env.PORTICO_DATABASE_URL = appUrl;
  const app = createClient(appUrl, pool);
  return {
    ownerUrl: as(template.username, template.password),
    appUrl,
    workerUrl: as("portico_worker", "worker"),
    app,
    async drop() {
      await app.$disconnect();
      await execute(server.href, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function execute(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
