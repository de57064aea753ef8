import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiRoute } from "#lib/domain/access/api-route.ts";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { enterTenant } from "#lib/domain/access/mutations.ts";
import type { Operation } from "#lib/domain/access/operation.ts";
import { performPlatform, performTenant, performUser } from "#lib/domain/access/perform.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { listAudit } from "#lib/domain/audit/api.ts";
import { getMe } from "#lib/domain/identity/api.ts";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { hashToken } from "#lib/domain/identity/rules.ts";
import { listMembers } from "#lib/domain/members/api.ts";
import { updateOrganizationCommand, withdrawRequestCommand } from "#lib/domain/organizations/commands.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeViewer, type TestOrganization } from "#test/world.ts";
import { endViewingCommand, startViewingCommand } from "./commands.ts";
import { listViewings } from "./data.ts";

let db: TestDatabase;
let organization: TestOrganization;
let member: Viewer;
let staff: Viewer;

beforeAll(async () => {
  db = await createTestDatabase();
  organization = await makeOrganization(db.app);
  member = await makeViewer(db.app);
  staff = await makeViewer(db.app, "staff");
  await join(db.app, member, organization, "owner");
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "a secret of the tests, long enough",
    PORTICO_PROVIDERS: JSON.stringify([{ type: "google", clientId: "id", clientSecret: "secret" }]),
    PORTICO_PLATFORM_ADMINS: staff.email ?? "",
  });
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const asking = { requestId: "r-test" };
/** Signs the admin in, in a browser of their own. */
async function browser(viewer = staff) {
  const token = newId();
  const later = new Date(Date.now() + 3_600_000);
  await withPlatform((tx) =>
    tx.loginSession.create({
      data: {
        userId: viewer.userId,
        tokenHash: Uint8Array.from(hashToken(token)),
        confirmedAt: new Date(),
        idleUntil: later,
        endsAt: later,
      },
    }),
  );
  const who = async (now?: Date) => {
    const found = await findViewer(token, { now });
    if (!found) throw new Error("signed out");
    return found;
  };
  const start = async (input: object = {}) =>
    performPlatform(
      startViewingCommand,
      callerOfViewer(await who()),
      { organizationId: organization.id, userId: member.userId, reason: "Ticket 12", ...input },
      asking,
    );
  /** The answer of an operation of the API to a page of this browser. */
  const call = async (operation: Operation, { slug } = organization) => {
    const url = `${process.env.PORTICO_URL}/api/v1${operation.path}?organization=${slug}`;
    const headers = { cookie: `portico=${token}`, "sec-fetch-site": "same-origin" };
    const answer = await apiRoute(operation).GET?.(new Request(url, { headers }), {
      params: Promise.resolve({}),
    });
    return answer?.status;
  };
  return { who, start, call };
}
const rowsOf = (organizationId: string | null) =>
  withPlatform((tx) => tx.auditEvent.findMany({ where: { organizationId }, orderBy: { seq: "asc" } }));

test("through a member's eyes one sees what they see, of that organization alone, and changes nothing", async () => {
  const { who, start } = await browser();
  const elsewhere = await makeOrganization(db.app);
  await join(db.app, member, elsewhere, "owner");
  expect(await start()).toMatchObject({ ok: true, value: { slug: organization.slug } });
  const viewer = await who();
  const caller = callerOfViewer(viewer);
  expect(viewer).toMatchObject({ userId: member.userId, platformAdmin: false });
  const scope = await resolveTenant(caller, organization.slug);
  expect(scope?.holder.organizationRole).toBe("owner");
  expect(await resolveTenant(caller, elsewhere.slug)).toBeNull();

  if (!scope) throw new Error("no scope");
  expect(await withTenant(scope, (tx) => tx.membership.count())).toBe(1);
  await expect(
    withTenant(scope, (tx) =>
      tx.organization.update({ where: { id: organization.id }, data: { displayName: "Mine" } }),
    ),
  ).rejects.toThrow(/read-only/);
  const update = { version: null, displayName: "Mine" };
  expect(
    await performTenant(
      updateOrganizationCommand,
      caller,
      { org: organization.slug },
      update,
      asking,
      async () => caller,
    ),
  ).toMatchObject({ reason: "viewing_only" });
  expect(
    await performUser(withdrawRequestCommand, caller, viewer, { requestId: newId() }, asking),
  ).toMatchObject({ reason: "viewing_only" });
  expect(await start()).toMatchObject({ reason: "not_found" });

  for (let i = 0; i < 2; i++) await enterTenant(caller, organization.slug, `/orgs/${organization.slug}`);
  expect(await performUser(endViewingCommand, caller, viewer, {}, asking)).toMatchObject({ ok: true });
  expect(await who()).toMatchObject({ userId: staff.userId, platformAdmin: true });
  const seen = { actorUserId: staff.userId, asUserId: member.userId, actorName: "staff" };
  expect(await rowsOf(organization.id)).toMatchObject([
    { action: "view-as.start", actorUserId: staff.userId, detail: { reason: "Ticket 12" } },
    { action: "organizations.update", outcome: "refused", reason: "viewing_only", ...seen },
    { action: withdrawRequestCommand.name, outcome: "refused", reason: "viewing_only", ...seen },
    { action: "view-as.read", targetName: `/orgs/${organization.slug}`, ...seen },
    { action: "view-as.end", actorUserId: staff.userId, asUserId: member.userId },
  ]);
  const told = await withUser(member.userId, (tx) => listViewings(tx, member.userId));
  expect(told).toMatchObject([{ reason: "Ticket 12", endedAt: expect.any(Date) }]);
});

test("what is read through a member's eyes by the API is written down, what is refused there too, and the member's own is", async () => {
  const own = await makeOrganization(db.app);
  const viewer = await makeViewer(db.app);
  await join(db.app, viewer, own, "member");
  const { start, call } = await browser();
  expect(await start({ organizationId: own.id, userId: viewer.userId })).toMatchObject({ ok: true });
  const answers = [await call(listMembers, own), await call(listAudit, own), await call(getMe, own)];
  expect(answers).toEqual([200, 403, 403]);
  const seen = { actorUserId: staff.userId, asUserId: viewer.userId, via: "api" };
  expect(await rowsOf(own.id)).toMatchObject([
    { action: "view-as.start" },
    { action: "view-as.read", targetName: "get /api/v1/members", ...seen },
    { action: "view-as.read", targetName: "get /api/v1/audit", ...seen },
    { action: `api.${listAudit.id}`, outcome: "refused", reason: "forbidden", ...seen },
    { action: `api.${getMe.id}`, outcome: "refused", reason: "viewing_only", ...seen },
  ]);
});

test("it ends by itself after half an hour, and with the right to do it", async () => {
  const { who, start } = await browser();
  expect(await start()).toMatchObject({ ok: true });
  expect((await who(new Date(Date.now() + 29 * 60_000))).viewing).toBeDefined();
  expect((await who(new Date(Date.now() + 31 * 60_000))).userId).toBe(staff.userId);
  await withPlatform((tx) => tx.user.update({ where: { id: staff.userId }, data: { emailVerified: false } }));
  expect(await who()).toMatchObject({ userId: staff.userId, platformAdmin: false });
  await withPlatform((tx) => tx.user.update({ where: { id: staff.userId }, data: { emailVerified: true } }));
});

test("it needs a reason, a member, another person, a browser, and the platform's staff", async () => {
  const { who, start } = await browser();
  const stranger = await makeViewer(db.app);
  expect(await start({ reason: " " })).toMatchObject({ reason: "required", field: "reason" });
  expect(await start({ userId: stranger.userId })).toMatchObject({ reason: "viewing_nobody" });
  expect(await start({ userId: staff.userId })).toMatchObject({ reason: "viewing_yourself" });
  const input = { organizationId: organization.id, userId: member.userId, reason: "x" };
  const caller = { ...callerOfViewer(await who()), loginSessionId: undefined };
  expect(await performPlatform(startViewingCommand, caller, input, asking)).toMatchObject({
    reason: "viewing_screen",
  });
  for (let i = 0; i < 2; i++)
    expect(await performPlatform(startViewingCommand, callerOfViewer(stranger), input, asking)).toMatchObject(
      {
        reason: "not_found",
      },
    );
  const tried = (await rowsOf(null)).filter(({ actorUserId }) => actorUserId === stranger.userId);
  expect(tried, "and that somebody else tried is in the platform's log, once").toMatchObject([
    { action: "view-as.start", outcome: "refused", reason: "forbidden" },
  ]);
});

test("whoever was looked at is told so, also of an organization they have left", async () => {
  const { start } = await browser();
  const leaver = await makeViewer(db.app);
  await join(db.app, leaver, organization, "member");
  expect(await start({ userId: leaver.userId })).toMatchObject({ ok: true });
  const told = () => withUser(leaver.userId, (tx) => listViewings(tx, leaver.userId));
  expect(await told()).toMatchObject([{ reason: "Ticket 12", organization: organization.slug }]);
  await withPlatform((tx) => tx.membership.deleteMany({ where: { userId: leaver.userId } }));
  expect(await told()).toMatchObject([{ reason: "Ticket 12", organization: null }]);
});
