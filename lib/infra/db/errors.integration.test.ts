import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PrismaClient } from "#generated/client.ts";
import { type RunningPostgres, startPostgres } from "#scripts/demo/postgres.ts";
import { createClient } from "./client.ts";
import { isUnavailable } from "./errors.ts";

// A Postgres of its own, which may be stopped.
let dir: string;
let postgres: RunningPostgres;
let client: PrismaClient;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "portico-errors-"));
  await chmod(dir, 0o755);
  postgres = await startPostgres(join(dir, "postgres"));
  client = createClient(postgres.databaseUrl.replace(/\/portico$/, "/postgres"), 3);
});
afterAll(async () => {
  await client?.$disconnect();
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
});

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
type Way = (client: PrismaClient, seconds: number) => Promise<unknown>;
const raw: Way = (client, seconds) => client.$queryRaw`select 1 as one from pg_sleep(${seconds})`;
const inTransaction: Way = (client, seconds) =>
  client.$transaction((tx) => tx.$executeRaw`select pg_sleep(${seconds})`);

describe.each<[string, Way]>([
  ["a statement", raw],
  ["a transaction", inTransaction],
])("%s", (_, ask) => {
  beforeEach(() => postgres.restart());

  test("that the database cannot be reached for may work in a moment, with connections that were open and without", async () => {
    await Promise.all([1, 2, 3].map(() => ask(client, 0)));
    await postgres.stop();
    for (let i = 0; i < 4; i += 1) expect(isUnavailable(await errorOf(ask(client, 0)))).toBe(true);
    await postgres.restart();
    expect(await errorOf(ask(client, 0))).toBeUndefined();
  });

  test("that the database ends in the middle may work in a moment", async () => {
    await ask(client, 0);
    const cut = errorOf(ask(client, 30));
    const others = createClient(postgres.databaseUrl.replace(/\/portico$/, "/postgres"), 2);
    await expect
      .poll(() => others.$queryRaw<unknown[]>`select 1 from pg_stat_activity where wait_event = 'PgSleep'`)
      .toHaveLength(1);
    await others.$disconnect();
    await postgres.stop();
    expect(isUnavailable(await cut)).toBe(true);
  });

  test("that is wrong is no outage", async () => {
    const wrong = client.$transaction((tx) => tx.$executeRawUnsafe("select wrong"));
    expect(isUnavailable(await errorOf(wrong))).toBe(false);
    expect(isUnavailable(await errorOf(client.$queryRawUnsafe("select 1/0")))).toBe(false);
  });
});
