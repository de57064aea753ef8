import "#test/provided.ts";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import { setRole } from "#lib/domain/members/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { startJobs, stopSending, workOn } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer } from "#test/world.ts";
import { expireMember } from "./member-expire.ts";

let db: TestDatabase;
let boss: PgBoss;

beforeAll(async () => {
  db = await createTestDatabase();
  boss = await startJobs(db.workerUrl, () => {});
  await workOn(boss, memberJobs.expire, 2, expireMember);
});
afterAll(async () => {
  await boss?.stop({ graceful: false });
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

test("a membership ends by itself within five seconds of its date, with a record, and asks the cluster anew", async () => {
  const organization = await makeOrganization(db.app);
  const project = await makeProject(db.app, organization);
  const viewer = await makeViewer(db.app);
  await join(db.app, viewer, organization, "member");
  const place = {
    organizationId: organization.id,
    projectId: project.id,
    userId: null,
    holder: { organizationRole: "owner", projectRole: null, platformAdmin: false } as const,
  };
  const until = new Date(Date.now() + 2_000);
  await withTenant(place, (tx) => setRole(tx, place, viewer.userId, { role: "editor", until }));
  const left = () => withPlatform((tx) => tx.membership.count({ where: { projectId: project.id } }));
  expect(await left()).toBe(1);
  await expect.poll(left, { timeout: 7_000, interval: 50 }).toBe(0);
  const late = Date.now() - until.getTime();
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(5_000);
  const events = await withPlatform((tx) =>
    tx.auditEvent.findMany({ where: { organizationId: organization.id, action: "members.expire" } }),
  );
  expect(events).toMatchObject([
    {
      actorKind: "system",
      targetId: viewer.userId,
      projectId: project.id,
      detail: { before: { role: "editor" } },
    },
  ]);
  const [asked] = await withPlatform(
    (tx) => tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from pgboss.job
      where name = 'projects.apply' and data->>'projectId' = ${project.id}`,
  );
  // Once when the role was given, once when it ended.
  expect(asked?.count).toBe(2);
});
