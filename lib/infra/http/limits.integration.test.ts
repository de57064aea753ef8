import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "#lib/infra/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { take } from "./limits.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase(10);
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const hour = (key: string, amount: number) => ({ key, amount, seconds: 3600 });

test("of 200 calls at once through a bucket of 50, exactly 50 pass", async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => take([hour("key:parallel", 50)])));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(50);
});

test("headers say what is left, and how long to wait when nothing is", async () => {
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await take([{ key: "key:headers", amount: 3, seconds: 60 }]));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false]);
  expect(answers.map(({ headers }) => headers["ratelimit-remaining"])).toEqual(["2", "1", "0", "0"]);
  for (const { headers } of answers)
    expect(headers).toMatchObject({ "ratelimit-limit": "3", "ratelimit-policy": "3;w=60" });
  expect(Number(answers[0]?.headers["ratelimit-reset"])).toBeLessThanOrEqual(20);
  expect(answers[0]?.headers).not.toHaveProperty("retry-after");
  const wait = Number(answers[3]?.headers["retry-after"]);
  expect(wait).toBeGreaterThan(15);
  expect(wait).toBeLessThanOrEqual(20);
});

test("of several buckets the one with least left decides and is told", async () => {
  const of = (key: string) => [hour("ip:shared", 100), hour(key, 10), hour("org:shared", 12)];
  for (let i = 0; i < 10; i++) expect((await take(of("key:one"))).ok).toBe(true);
  const eleventh = await take(of("key:one"));
  expect(eleventh).toMatchObject({ ok: false, headers: { "ratelimit-limit": "10" } });
  // Another key of the organization has its own bucket, but shares the organization's.
  const other = await take(of("key:two"));
  expect(other).toMatchObject({ ok: true, headers: { "ratelimit-limit": "12", "ratelimit-remaining": "1" } });
  expect((await take(of("key:two"))).ok).toBe(true);
  expect((await take(of("key:two"))).ok).toBe(false);
  expect((await take(of("key:two"))).ok).toBe(false);
});

test("a call that one bucket refuses is charged to none: nobody shuts out who shares a wider one", async () => {
  const shared = hour("org:of both", 12);
  const greedy = await Promise.all(Array.from({ length: 60 }, () => take([hour("key:greedy", 4), shared])));
  expect(greedy.filter(({ ok }) => ok)).toHaveLength(4);
  expect(await take([hour("key:modest", 10), shared])).toMatchObject({ ok: true, remaining: 7 });
});

test("several calls are taken at once or not at all, and are as many as if each had been taken by itself", async () => {
  const several = (calls: number) => take([{ ...hour("usr:several", 10), calls }]);
  expect(await several(7)).toMatchObject({ ok: true, remaining: 3 });
  const refused = await several(4);
  expect(refused).toMatchObject({ ok: false, remaining: 3 });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(300);
  expect(await several(3)).toMatchObject({ ok: true, remaining: 0 });
  expect((await take([hour("usr:several", 10)])).ok).toBe(false);
});

test("of two takings for one request the tighter one is told", async () => {
  const first = await take([hour("ip:narrow", 3)]);
  const second = await take([hour("key:wide", 100)], first);
  expect(second).toMatchObject({ ok: true, remaining: 2, headers: { "ratelimit-limit": "3" } });
});

test("what was taken comes back evenly", async () => {
  const bucket = [{ key: "key:back", amount: 2, seconds: 1 }];
  expect([(await take(bucket)).ok, (await take(bucket)).ok, (await take(bucket)).ok]).toEqual([
    true,
    true,
    false,
  ]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect([(await take(bucket)).ok, (await take(bucket)).ok]).toEqual([true, false]);
});
