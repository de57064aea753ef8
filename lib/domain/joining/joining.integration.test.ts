import "#test/provided.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { performTenant, performUser } from "#lib/domain/access/perform.ts";
import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { personalId } from "#lib/domain/projects/rules.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeViewer, type TestOrganization, uniqueName } from "#test/world.ts";
import {
  askToJoinCommand,
  decideJoinRequestCommand,
  joinByDomainCommand,
  withdrawJoinRequestCommand,
} from "./commands.ts";
import { findOpenings, listJoinRequests } from "./data.ts";

let db: TestDatabase;
let organization: TestOrganization;
let owner: Viewer;
let domain: string;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});
beforeEach(async () => {
  organization = await makeOrganization(db.app);
  owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  domain = `${uniqueName("d")}.example`;
});

const prove = (joining: "off" | "ask" | "auto", data: { verifiedAt?: Date | null; role?: string } = {}) =>
  withPlatform((tx) =>
    tx.domain.create({
      data: {
        organizationId: organization.id,
        domain,
        challenge: "c",
        joining,
        verifiedAt: new Date(),
        ...data,
      },
    }),
  );
async function person(emailVerified = true): Promise<Viewer> {
  const viewer = await makeViewer(db.app);
  const email = `${viewer.displayName}@${domain.toUpperCase()}`;
  await withPlatform((tx) =>
    tx.user.update({ where: { id: viewer.userId }, data: { email, emailVerified } }),
  );
  return { ...viewer, email, emailVerified };
}
const asking = { requestId: "r-test" };
const input = () => ({ organizationId: organization.id });
const joinBy = (who: Viewer) => performUser(joinByDomainCommand, callerOfViewer(who), who, input(), asking);
const ask = (who: Viewer) =>
  performUser(askToJoinCommand, callerOfViewer(who), who, { ...input(), message: "Hello" }, asking);
const decide = (
  who: Viewer,
  requestId: string,
  decision: "approve" | "decline",
  role: OrganizationRole = "member",
) =>
  performTenant(
    decideJoinRequestCommand,
    callerOfViewer(who),
    { org: organization.slug },
    { requestId, decision, role, reason: decision === "decline" ? "Not of the team" : null },
    asking,
    async () => null,
  );
const roleOf = async ({ userId }: Viewer) =>
  (await withPlatform((tx) => tx.membership.findFirst({ where: { userId } })))?.role ?? null;
/** What waits to be mailed to somebody. */
const mailed = async ({ email }: Viewer) =>
  (
    await withPlatform((tx) =>
      tx.email.findMany({ where: { recipient: email ?? "" }, orderBy: { id: "asc" } }),
    )
  ).map(({ template, params }) => [template, params]);
const pending = () =>
  withTenant({ organizationId: organization.id }, (tx) => listJoinRequests(tx, organization.id));

test("a proved domain that takes everybody lets a verified address in, with the domain's role and a record", async () => {
  await prove("auto", { role: "billing" });
  const who = await person();
  expect(await findOpenings(who)).toMatchObject([{ organizationId: organization.id, joining: "auto" }]);
  expect(await joinBy(who)).toMatchObject({ ok: true, value: { slug: organization.slug } });
  expect(await roleOf(who)).toBe("billing");
  expect(await findOpenings(who)).toEqual([]);
  const events = await withPlatform((tx) =>
    tx.auditEvent.findMany({ where: { organizationId: organization.id, action: "members.join" } }),
  );
  expect(events).toHaveLength(1);
});

test.each([
  ["an address that is not verified", "auto", {}, false],
  ["a domain that is not proved", "auto", { verifiedAt: null }, true],
  ["a domain that lets nobody in", "off", {}, true],
] as const)("%s opens nothing", async (_, joining, data, verified) => {
  await prove(joining, data);
  const who = await person(verified);
  expect(await findOpenings(who)).toEqual([]);
  expect(await joinBy(who)).toMatchObject({ reason: "joining_off" });
  expect(await ask(who)).toMatchObject({ reason: "joining_off" });
  expect(await roleOf(who)).toBeNull();
});

test("a domain where one asks takes nobody by itself, nor does a suspended organization", async () => {
  const { id } = await prove("ask");
  const who = await person();
  expect(await joinBy(who)).toMatchObject({ reason: "joining_off" });
  await withPlatform((tx) => tx.domain.update({ where: { id }, data: { joining: "auto" } }));
  await withPlatform((tx) =>
    tx.organization.update({ where: { id: organization.id }, data: { state: "suspended" } }),
  );
  expect(await findOpenings(who)).toEqual([]);
  expect(await joinBy(who)).toMatchObject({ reason: "joining_off" });
});

test("who asked twice waits once; an approval lets them in with the chosen role; each side is mailed once", async () => {
  await prove("ask");
  const who = await person();
  const member = await makeViewer(db.app);
  await join(db.app, member, organization, "member");
  await Promise.all(Array.from({ length: 10 }, () => ask(who)));
  const rows = await pending();
  expect(rows).toMatchObject([{ displayName: who.displayName, message: "Hello" }]);
  expect(await decide(owner, rows[0]?.id ?? "", "approve", "billing")).toMatchObject({ ok: true });
  expect(await roleOf(who)).toBe("billing");
  expect(await pending()).toEqual([]);
  expect(await mailed(owner)).toEqual([["joinAsked", { who: who.displayName, domain, message: "Hello" }]]);
  expect(await mailed(member)).toEqual([]);
  expect(await mailed(who)).toEqual([["joinApproved", { role: "billing" }]]);
});

test("who waits is read page by page, the longest first", async () => {
  await prove("ask");
  const page = (at: { after?: string; take: number }) =>
    withTenant({ organizationId: organization.id }, (tx) => listJoinRequests(tx, organization.id, at));
  const people = [await person(), await person()];
  for (const who of people) await ask(who);
  const [first, second] = await page({ take: 2 });
  expect([first?.displayName, second?.displayName]).toEqual(people.map(({ displayName }) => displayName));
  expect(await page({ take: 1 })).toEqual([first]);
  expect(await page({ after: first?.id, take: 1 })).toEqual([second]);
});

test("a decline says why, and one may ask again", async () => {
  await prove("ask");
  const who = await person();
  await ask(who);
  await decide(owner, (await pending())[0]?.id ?? "", "decline");
  expect(await findOpenings(who)).toMatchObject([
    { request: { state: "declined", reason: "Not of the team" } },
  ]);
  await ask(who);
  expect(await pending()).toHaveLength(1);
  expect(await roleOf(who)).toBeNull();
  expect(await mailed(who)).toEqual([["joinDeclined", { reason: "Not of the team" }]]);
  // Asked a second time within the hour.
  expect(await mailed(owner)).toHaveLength(1);
});

test("who joins gets a project of their own where the platform gives one, once, and joins though its name is taken", async () => {
  const settings = (personalProjects: boolean) =>
    withPlatform((tx) =>
      tx.platformSettings.update({ where: { id: 1 }, data: { data: { personalProjects } } }),
    );
  await settings(true);
  try {
    await prove("auto");
    const projectsOf = ({ userId }: Viewer) =>
      withPlatform((tx) =>
        tx.project.findMany({ where: { ownerUserId: userId }, include: { memberships: true } }),
      );
    const [first, second] = [await person(), await person()];
    expect(await joinBy(first)).toMatchObject({ ok: true });
    expect(await projectsOf(first)).toMatchObject([
      { kind: "personal", memberships: [{ userId: first.userId, role: "admin" }] },
    ]);
    await withPlatform((tx) =>
      tx.project.create({
        data: {
          organizationId: organization.id,
          slug: `personal-${personalId(second.userId)}`,
          displayName: "Squatter",
          namespace: uniqueName("n"),
          tier: "small",
          requestId: "r-test",
        },
      }),
    );
    expect(await joinBy(second)).toMatchObject({ ok: true });
    expect(await roleOf(second)).toBe("member");
    expect(await projectsOf(second)).toEqual([]);
  } finally {
    await settings(false);
  }
});

test("fifty decisions at once are one, and one that was taken back cannot be answered", async () => {
  await prove("ask");
  const who = await person();
  await ask(who);
  const id = (await pending())[0]?.id ?? "";
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => decide(owner, id, n % 2 ? "approve" : "decline")),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const other = await person();
  await ask(other);
  const [second] = await pending();
  await performUser(withdrawJoinRequestCommand, callerOfViewer(other), other, input(), asking);
  expect(await decide(owner, second?.id ?? "", "approve")).toMatchObject({ reason: "request_decided" });
  expect(await roleOf(other)).toBeNull();
}, 60_000);

test("an admin lets nobody in as owner, a member decides nothing, and a decline needs a reason", async () => {
  await prove("ask");
  const who = await person();
  await ask(who);
  const id = (await pending())[0]?.id ?? "";
  const [admin, plain] = [await makeViewer(db.app), await makeViewer(db.app)];
  await join(db.app, admin, organization, "admin");
  await join(db.app, plain, organization, "member");
  expect(await decide(admin, id, "approve", "owner")).toMatchObject({ reason: "role_above" });
  expect(await decide(plain, id, "approve")).toMatchObject({ reason: "forbidden" });
  expect(await pending()).toHaveLength(1);
});
