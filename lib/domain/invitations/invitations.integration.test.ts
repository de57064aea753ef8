import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Prisma } from "#generated/client.ts";
import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { listInvitations, listOpenInvitations, seeInvitation } from "./data.ts";
import { acceptInvitation, invite as inviteAll, resendInvitation, revokeInvitation } from "./mutations.ts";
import type { InviteInput } from "./schema.ts";

let db: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  db = await createTestDatabase();
  organization = await makeOrganization(db.app);
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const hours = (n: number) => new Date(Date.now() + n * 3_600_000);
const invite = (email: string, expiresAt = hours(72)) =>
  withPlatform((tx) =>
    tx.invitation.create({ data: { organizationId: organization.id, email, role: "member", expiresAt } }),
  );
const accept = (person: { userId: string; email: string; nonce?: string }, id: string) =>
  withTenant({ organizationId: organization.id, userId: person.userId }, (tx) =>
    acceptInvitation(tx, person, id),
  );

test("an invitation is found by its address in any letter case, and not once it is used or over", async () => {
  const viewer = await makeViewer(db.app);
  const email = viewer.email ?? "";
  const over = await invite(email, hours(-1));
  expect(await listOpenInvitations(email)).toEqual([]);
  await withPlatform((tx) =>
    tx.invitation.update({ where: { id: over.id }, data: { revokedAt: new Date() } }),
  );
  const open = await invite(email);
  expect((await listOpenInvitations(email.toUpperCase())).map((row) => row.id)).toEqual([open.id]);
  expect(await accept({ userId: viewer.userId, email }, open.id)).toMatchObject({ ok: true });
  expect(await listOpenInvitations(email)).toEqual([]);
});

test("an invitation works for the address it was sent to and for no other", async () => {
  const viewer = await makeViewer(db.app);
  const { id } = await invite("somebody@else.example");
  expect(await accept({ userId: viewer.userId, email: viewer.email ?? "" }, id)).toMatchObject({
    reason: "invitation_over",
  });
});

test("an invitation is no pattern: an address with an underscore does not open another's", async () => {
  const { id } = await invite("axb@pattern.example");
  expect(await listOpenInvitations("a_b@pattern.example")).toEqual([]);
  const viewer = await makeViewer(db.app);
  const stranger = { userId: viewer.userId, email: "a_b@pattern.example" };
  expect(await accept(stranger, id)).toMatchObject({ reason: "invitation_over" });
});

test("an invitation raises a member's role, and never lowers one", async () => {
  const viewer = await makeViewer(db.app);
  const person = { userId: viewer.userId, email: viewer.email ?? "" };
  const roles = ["member", "admin", "billing"];
  for (const role of roles) {
    const { id } = await withPlatform((tx) =>
      tx.invitation.create({
        data: { organizationId: organization.id, email: person.email, role, expiresAt: hours(1) },
      }),
    );
    expect(await accept(person, id)).toMatchObject({ ok: true });
  }
  const rows = await withPlatform((tx) => tx.membership.findMany({ where: { userId: viewer.userId } }));
  expect(rows).toMatchObject([{ role: "admin" }]);
});

test("one invitation accepted 50 times at once makes one membership", async () => {
  const viewer = await makeViewer(db.app);
  const person = { userId: viewer.userId, email: viewer.email ?? "" };
  const { id } = await invite(person.email);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => accept(person, id)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  const rows = await withPlatform((tx) => tx.membership.count({ where: { userId: viewer.userId } }));
  expect(rows).toBe(1);
}, 60_000);

const owner = { organizationRole: "owner", projectRole: null, platformAdmin: false } as const;
const by = (holder: { organizationRole: "owner" | "admin"; organizationUntil?: Date } = owner) => ({
  organizationId: organization.id,
  projectId: null,
  userId: null,
  holder: { ...owner, ...holder },
});
const inviting = (input: Partial<InviteInput> & Pick<InviteInput, "invitations">) => ({
  projectId: null,
  projectRole: null,
  until: null,
  message: null,
  ...input,
});
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1]) =>
  withTenant({ organizationId: organization.id }, work);

test("many addresses are invited at once, each with its role and its own message", async () => {
  const emails = Array.from({ length: 200 }, (_, n) => `${uniqueName("m")}${n}@many.example`);
  const input = inviting({
    invitations: emails.map((email, n) => ({
      email,
      role: n % 2 ? ("member" as const) : ("admin" as const),
    })),
  });
  const sent = await inTenant((tx) => inviteAll(tx, by(), input));
  expect(sent.ok && sent.value).toHaveLength(200);
  const waiting = await inTenant((tx) => tx.email.findMany({ where: { recipient: { in: emails } } }));
  expect(waiting).toHaveLength(200);
  expect(waiting.every(({ state }) => state === "queued")).toBe(true);
  // The link is in no row that is kept for sending.
  const nonces = sent.ok ? sent.value.map(({ nonce }) => nonce) : [];
  expect(nonces.some((nonce) => JSON.stringify(waiting).includes(nonce))).toBe(false);
}, 60_000);

test("nobody invites above their own role, and then nobody of the list is invited", async () => {
  const email = `${uniqueName("n")}@above.example`;
  const input = inviting({
    invitations: [
      { email, role: "member" },
      { email: `x${email}`, role: "owner" },
    ],
  });
  const outcome = inTenant((tx) => inviteAll(tx, by({ organizationRole: "admin" }), input));
  expect(await outcome).toMatchObject({ ok: false, reason: "role_above" });
  expect(await listOpenInvitations(email)).toEqual([]);
});

test("sending again, or inviting again, ends the link that was sent before", async () => {
  const viewer = await makeViewer(db.app);
  const email = viewer.email ?? "";
  const input = inviting({ invitations: [{ email, role: "member" }] });
  const first = await inTenant((tx) => inviteAll(tx, by(), input));
  const [{ id, nonce: old } = { id: "", nonce: "" }] = first.ok ? first.value : [];
  const again = await inTenant((tx) => resendInvitation(tx, by(), id));
  const fresh = again.ok ? again.value.nonce : "";
  expect(fresh).not.toBe(old);
  const third = await inTenant((tx) => inviteAll(tx, by(), input));
  const newest = third.ok ? (third.value[0]?.nonce ?? "") : "";
  expect(third.ok && third.value[0]?.id).toBe(id);

  for (const nonce of [old, fresh]) {
    expect(await seeInvitation(id, nonce, email)).toMatchObject({ state: "replaced" });
    expect(await accept({ userId: viewer.userId, email, nonce }, id)).toMatchObject({
      reason: "invitation_over",
    });
  }
  expect(await seeInvitation(id, newest, email)).toMatchObject({ state: "open" });
  expect(await accept({ userId: viewer.userId, email, nonce: newest }, id)).toMatchObject({ ok: true });
});

test("an address is sent twenty invitations a day at most, and the link that it has stays", async () => {
  const email = `${uniqueName("m")}@often.example`;
  const input = inviting({ invitations: [{ email, role: "member" }] });
  const sent = await inTenant((tx) => inviteAll(tx, by(), input));
  const [{ id } = { id: "" }] = sent.ok ? sent.value : [];
  for (let i = 1; i < 20; i++)
    expect(await inTenant((tx) => resendInvitation(tx, by(), id))).toMatchObject({ ok: true });
  const full = { ok: false, reason: "mails_alike", values: { email, most: 20 } };
  expect(await inTenant((tx) => resendInvitation(tx, by(), id))).toMatchObject(full);
  expect(await inTenant((tx) => inviteAll(tx, by(), input))).toMatchObject(full);
});

test("a link tells a stranger nothing, and another address only whose it is not", async () => {
  const email = `${uniqueName("s")}@secret.example`;
  const input = inviting({ invitations: [{ email, role: "member" }] });
  const sent = await inTenant((tx) => inviteAll(tx, by(), input));
  const [{ id, nonce } = { id: "", nonce: "" }] = sent.ok ? sent.value : [];
  expect(await seeInvitation(id, "guessed", "other@else.example")).toBeNull();
  const seen = await seeInvitation(id, nonce, "other@else.example");
  expect(seen).toMatchObject({ state: "other" });
  expect(JSON.stringify(seen)).not.toContain(email);
});

test("one that was taken back opens no more, and one that is over stays in the list", async () => {
  const viewer = await makeViewer(db.app);
  const email = viewer.email ?? "";
  const input = inviting({ invitations: [{ email, role: "member" }] });
  const sent = await inTenant((tx) => inviteAll(tx, by(), input));
  const [{ id } = { id: "" }] = sent.ok ? sent.value : [];
  expect(await inTenant((tx) => revokeInvitation(tx, by(), id))).toMatchObject({ ok: true });
  expect(await inTenant((tx) => revokeInvitation(tx, by(), id))).toMatchObject({
    reason: "invitation_answered",
  });
  expect(await inTenant((tx) => resendInvitation(tx, by(), id))).toMatchObject({
    reason: "invitation_answered",
  });
  expect(await accept({ userId: viewer.userId, email }, id)).toMatchObject({ reason: "invitation_over" });
  const over = await invite(`${uniqueName("o")}@over.example`, hours(-1));
  const listed = await inTenant((tx) => listInvitations(tx, organization.id));
  expect(listed.rows.find((row) => row.id === over.id)).toMatchObject({ state: "expired" });
  expect(listed.rows.find((row) => row.id === id)).toMatchObject({
    state: "revoked",
    mail: { state: "queued" },
  });
});

test("an invitation into a project brings both roles, and a role that had ended begins anew", async () => {
  const viewer = await makeViewer(db.app);
  const project = await makeProject(db.app, organization);
  await join(db.app, viewer, organization, "member");
  await withPlatform((tx) =>
    tx.membership.updateMany({ where: { userId: viewer.userId }, data: { expiresAt: hours(-1) } }),
  );
  const input = inviting({
    invitations: [{ email: viewer.email ?? "", role: "billing" }],
    projectId: project.id,
    projectRole: "editor",
  });
  const sent = await inTenant((tx) => inviteAll(tx, by(), input));
  const [{ id } = { id: "" }] = sent.ok ? sent.value : [];
  expect(await accept({ userId: viewer.userId, email: viewer.email ?? "" }, id)).toMatchObject({ ok: true });
  const rows = await withPlatform((tx) =>
    tx.membership.findMany({
      where: { userId: viewer.userId },
      orderBy: { projectId: { sort: "asc", nulls: "first" } },
    }),
  );
  expect(rows).toMatchObject([
    { projectId: null, role: "billing", expiresAt: null },
    { projectId: project.id, role: "editor", expiresAt: null },
  ]);
});

/** Somebody of the organization who has invited an address, and whoever it belongs to. */
async function invitedBy(role: "owner" | "admin", wanted: OrganizationRole) {
  const [inviter, viewer] = [await makeViewer(db.app), await makeViewer(db.app)];
  await join(db.app, inviter, organization, role);
  const email = viewer.email ?? "";
  const place = { ...by({ organizationRole: role }), userId: inviter.userId };
  const sent = await inTenant((tx) =>
    inviteAll(tx, place, inviting({ invitations: [{ email, role: wanted }] })),
  );
  const id = sent.ok ? (sent.value[0]?.id ?? "") : "";
  const theirs = (data: Prisma.MembershipUpdateManyMutationInput) =>
    withPlatform((tx) => tx.membership.updateMany({ where: { userId: inviter.userId }, data }));
  return { inviter, email, id, theirs, accepted: () => accept({ userId: viewer.userId, email }, id) };
}

test.each([
  ["was removed", "admin", "member", "removed"],
  ["is an admin no more", "admin", "member", { role: "member" }],
  ["is an owner no more", "owner", "owner", { role: "admin" }],
  ["has come to the end of their time", "admin", "member", { expiresAt: new Date(0) }],
] as const)("what somebody offered who %s lets nobody in", async (_, role, wanted, becomes) => {
  await join(db.app, await makeViewer(db.app), organization, "owner");
  const { inviter, email, id, theirs, accepted } = await invitedBy(role, wanted);
  expect((await listOpenInvitations(email)).map((row) => row.id)).toEqual([id]);
  if (becomes === "removed")
    await withPlatform((tx) => tx.membership.deleteMany({ where: { userId: inviter.userId } }));
  else await theirs(becomes);
  expect(await accepted()).toMatchObject({ reason: "invitation_over" });
  expect(await listOpenInvitations(email)).toEqual([]);
});

test("what somebody offered who is suspended lets in again once they are not", async () => {
  const { inviter, accepted } = await invitedBy("admin", "member");
  const suspend = (suspendedAt: Date | null) =>
    withPlatform((tx) => tx.user.update({ where: { id: inviter.userId }, data: { suspendedAt } }));
  await suspend(new Date());
  expect(await accepted()).toMatchObject({ reason: "invitation_over" });
  await suspend(null);
  expect(await accepted()).toMatchObject({ ok: true });
});

test("nobody raises themselves by an invitation to their own address", async () => {
  const { inviter, id } = await invitedBy("admin", "admin");
  const email = inviter.email ?? "";
  await withPlatform((tx) => tx.invitation.update({ where: { id }, data: { email } }));
  expect(await accept({ userId: inviter.userId, email }, id)).toMatchObject({ reason: "invitation_over" });
});

test("what somebody offers whose own role ends, ends with it", async () => {
  const viewer = await makeViewer(db.app);
  const email = viewer.email ?? "";
  const place = by({ organizationRole: "admin", organizationUntil: hours(5) });
  const invitations = [{ email, role: "member" as const }];
  const beyond = inviting({ invitations, until: hours(6).toISOString() });
  expect(await inTenant((tx) => inviteAll(tx, place, beyond))).toMatchObject({ reason: "role_outlasts" });
  const sent = await inTenant((tx) => inviteAll(tx, place, inviting({ invitations })));
  const id = sent.ok ? (sent.value[0]?.id ?? "") : "";
  expect(await accept({ userId: viewer.userId, email }, id)).toMatchObject({ ok: true });
  const row = await withPlatform((tx) =>
    tx.membership.findFirstOrThrow({ where: { userId: viewer.userId } }),
  );
  expect(row.expiresAt).toEqual(place.holder.organizationUntil);
});

test("an admin does not write over what an owner offered", async () => {
  const email = `${uniqueName("w")}@over.example`;
  const offer = (role: OrganizationRole) => inviting({ invitations: [{ email, role }] });
  const sent = await inTenant((tx) => inviteAll(tx, by(), offer("owner")));
  expect(sent).toMatchObject({ ok: true });
  const over = await inTenant((tx) => inviteAll(tx, by({ organizationRole: "admin" }), offer("admin")));
  expect(over).toMatchObject({ reason: "role_above" });
  expect(await inTenant((tx) => inviteAll(tx, by(), offer("member")))).toMatchObject({ ok: true });
});

test("a project of another organization cannot be invited to", async () => {
  const elsewhere = await makeProject(db.app, await makeOrganization(db.app));
  const input = inviting({
    invitations: [{ email: `${uniqueName("e")}@else.example`, role: "member" }],
    projectId: elsewhere.id,
    projectRole: "viewer",
  });
  expect(await inTenant((tx) => inviteAll(tx, by(), input))).toMatchObject({ reason: "not_found" });
});
