import type { PgBoss } from "pg-boss";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { enqueue, startJobs, stopSending, workOn } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

const kind = projectJobs.apply;
let database: TestDatabase;
let boss: PgBoss | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await boss?.stop({ graceful: false });
  boss = undefined;
});
afterAll(async () => {
  await stopSending();
  await database.drop();
});

const start = async () => {
  boss = await startJobs(database.workerUrl, () => {});
  return boss;
};
const payload = () => ({ organizationId: newId(), projectId: newId() });
const states = (projectId: string) =>
  withPlatform(
    (tx) => tx.$queryRaw<{ state: string }[]>`
      select state::text as state from pgboss.job where data ->> 'projectId' = ${projectId}`,
    database.app,
  );

test("a job exists if and only if the change that asked for it committed", async () => {
  const [kept, dropped] = [payload(), payload()];
  await withTenant(kept, (tx) => enqueue(tx, kind, kept), database.app);
  await expect(
    withTenant(
      dropped,
      async (tx) => {
        await enqueue(tx, kind, dropped);
        throw new Error("the change fails after all");
      },
      database.app,
    ),
  ).rejects.toThrow("after all");
  expect(await states(kept.projectId)).toEqual([{ state: "created" }]);
  expect(await states(dropped.projectId)).toEqual([]);
});

test("every one of many jobs runs, once, though far more wait than may run at once", async () => {
  const wanted = Array.from({ length: 60 }, payload);
  for (const each of wanted) await withTenant(each, (tx) => enqueue(tx, kind, each), database.app);
  const ran: string[] = [];
  let running = 0;
  let most = 0;
  await workOn(await start(), kind, 8, async ({ projectId }) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    ran.push(projectId);
  });
  await vi.waitFor(() => expect(ran.length).toBeGreaterThanOrEqual(wanted.length), { timeout: 30_000 });
  for (const { projectId } of wanted) expect(ran.filter((each) => each === projectId)).toHaveLength(1);
  expect(most).toBeLessThanOrEqual(8);
});

test("a job that throws runs again, and its neighbours are done all the same", async () => {
  const [bad, good] = [payload(), payload()];
  let tries = 0;
  const done: string[] = [];
  await withTenant(bad, (tx) => enqueue(tx, kind, bad), database.app);
  await withTenant(good, (tx) => enqueue(tx, kind, good), database.app);
  await workOn(await start(), kind, 8, async ({ projectId }) => {
    if (projectId === bad.projectId && ++tries < 3) throw new Error("not yet");
    done.push(projectId);
  });
  await vi.waitFor(() => expect(done).toContain(bad.projectId), { timeout: 30_000 });
  expect(done).toContain(good.projectId);
  expect(tries).toBe(3);
  await vi.waitFor(async () => expect(await states(bad.projectId)).toEqual([{ state: "completed" }]));
});

test("of what a job throws the last line is kept, not what it quotes of a tenant's data before", async () => {
  const one = payload();
  await withTenant(one, (tx) => enqueue(tx, kind, one), database.app);
  await workOn(await start(), kind, 2, async () => {
    throw new Error("Invalid invocation with { log: 'a secret line' }\n\nThe column does not exist.");
  });
  const output = () =>
    withPlatform(
      (tx) => tx.$queryRaw<{ output: string }[]>`
        select output::text as output from pgboss.job where data ->> 'projectId' = ${one.projectId} and output is not null`,
      database.app,
    );
  await vi.waitFor(async () => expect(await output()).toHaveLength(1), { timeout: 10_000 });
  expect((await output())[0]?.output).toBe('{"message": "The column does not exist."}');
});

test("a job whose payload nobody understands fails, and is not tried again", async () => {
  const worker = await start();
  const { projectId } = payload();
  await worker.send(kind.name, { projectId });
  let ran = 0;
  await workOn(worker, kind, 2, async () => {
    ran += 1;
  });
  await vi.waitFor(async () => expect(await states(projectId)).toEqual([{ state: "failed" }]), {
    timeout: 10_000,
  });
  expect(ran).toBe(0);
});
