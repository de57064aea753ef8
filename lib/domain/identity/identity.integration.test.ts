import "#test/provided.ts";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withUser } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject, uniqueName } from "#test/world.ts";
import { findViewer, listLoginSessions } from "./data.ts";
import {
  type Account,
  noteSuspended,
  openLoginSession,
  revokeLoginSession,
  signInUser,
} from "./mutations.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "google", clientId: "a", clientSecret: "b" }]),
    PORTICO_PLATFORM_ADMINS: "boss@test.example",
    PORTICO_PLATFORM_ADMIN_GROUP: "platform-team",
  });
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const account = (over: Partial<Account> = {}): Account => ({
  provider: "test",
  issuer: "https://issuer.test",
  subject: uniqueName("s"),
  displayName: "A. Person",
  email: "a@test.example",
  emailVerified: true,
  groups: [],
  ...over,
});

const minutes = (n: number, from = new Date()) => new Date(from.getTime() + n * 60_000);

async function signedIn(over: Partial<Account> = {}, at = new Date()) {
  const { userId } = await signInUser(account(over));
  const token = randomBytes(16).toString("hex");
  await openLoginSession(userId, token, {}, at);
  return { userId, token, at };
}

describe("a person", () => {
  test("is their issuer and subject: another e-mail is the same person, another issuer another", async () => {
    const first = account();
    const { userId } = await signInUser(first);
    expect((await signInUser({ ...first, email: "other@test.example" })).userId).toBe(userId);
    expect((await signInUser({ ...first, issuer: "https://elsewhere.test" })).userId).not.toBe(userId);
  });

  test("who signs in for the first time in ten browsers at once is one person", async () => {
    const first = account();
    const made = await Promise.all(Array.from({ length: 10 }, () => signInUser(first)));
    expect(new Set(made.map((one) => one.userId)).size).toBe(1);
  });

  test("whose groups changed writes everything before the audit rows, so waits for nobody in a circle", async () => {
    const [email, group] = ["a@circle.example", uniqueName("g")];
    const [near, far] = [await makeOrganization(db.app), await makeOrganization(db.app)];
    const project = await makeProject(db.app, far);
    await withPlatform(async (tx) => {
      const domain = { domain: "circle.example", challenge: "c", verifiedAt: new Date() };
      await tx.domain.create({ data: { organizationId: near.id, ...domain } });
      const of = { issuer: "https://issuer.test", groupName: group };
      await tx.groupMapping.create({ data: { organizationId: near.id, role: "member", ...of } });
      await tx.groupMapping.create({ data: { organizationId: far.id, role: "admin", ...of } });
    });
    let signingIn: Promise<{ userId: string }> | undefined;
    await withPlatform(async (tx) => {
      await tx.$queryRaw`select id from projects where id = ${project.id}::uuid for update`;
      signingIn = signInUser(account({ email, groups: [group] }));
      signingIn.catch(() => {});
      await expect
        .poll(
          () =>
            tx.$queryRaw`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        )
        .toHaveLength(1);
      const entry = { action: "test.circle", outcome: "allowed", requestId: "r-test" } as const;
      await recordAudit(tx, { ...entry, actor: portico, organizationId: near.id });
    });
    const followed = { action: "members.follow", targetId: (await signingIn)?.userId };
    expect(await withPlatform((tx) => tx.auditEvent.count({ where: followed }))).toBe(1);
  });

  test("administers the platform by a listed and verified e-mail or by the group, and not by an unverified e-mail", async () => {
    const listed = await signedIn({ email: "Boss@test.example" });
    const claimed = await signedIn({ email: "boss@test.example", emailVerified: false });
    const grouped = await signedIn({ groups: ["platform-team"] });
    expect((await findViewer(listed.token))?.platformAdmin).toBe(true);
    expect((await findViewer(claimed.token))?.platformAdmin).toBe(false);
    expect((await findViewer(grouped.token))?.platformAdmin).toBe(true);
  });

  test("who was suspended is nobody, in every browser, and cannot sign in again", async () => {
    const first = account();
    const { userId } = await signInUser(first);
    await openLoginSession(userId, "token-of-suspended");
    await withPlatform((tx) => tx.user.update({ where: { id: userId }, data: { suspendedAt: new Date() } }));
    expect(await findViewer("token-of-suspended")).toBeNull();
    expect((await signInUser(first)).suspended).toBe(true);
    for (let i = 0; i < 2; i++) await noteSuspended(userId, first.displayName, "192.0.2.7");
    const tried = await withPlatform((tx) =>
      tx.auditEvent.findMany({ where: { actorUserId: userId, outcome: "refused" } }),
    );
    expect(tried).toMatchObject([{ reason: "account_suspended", address: "192.0.2.7" }]);
  });
});

describe("a login session", () => {
  test("is found by its token, of which the table keeps the hash alone", async () => {
    const { token, userId } = await signedIn();
    expect((await findViewer(token))?.userId).toBe(userId);
    expect(await findViewer("another token")).toBeNull();
    const kept = await withPlatform((tx) => tx.loginSession.findFirstOrThrow({ where: { userId } }));
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test("ends after 60 idle minutes and not while it is used", async () => {
    const { token, at } = await signedIn();
    expect(await findViewer(token, { active: true, now: minutes(59, at) })).not.toBeNull();
    expect(await findViewer(token, { active: true, now: minutes(118, at) })).not.toBeNull();
    expect(await findViewer(token, { active: true, now: minutes(118 + 61, at) })).toBeNull();
  });

  test("tells from where it was opened and where it was last used", async () => {
    const { userId } = await signInUser(account());
    await openLoginSession(userId, "token-from-somewhere", { address: "192.0.2.8" });
    const from = async () =>
      (await withUser(userId, (tx) => listLoginSessions(tx, userId))).map(({ address }) => address);
    expect(await from()).toEqual(["192.0.2.8"]);
    const later = minutes(5);
    await findViewer("token-from-somewhere", { active: true, address: "192.0.2.9", now: later });
    await findViewer("token-from-somewhere", { active: true, address: null, now: minutes(5, later) });
    expect(await from()).toEqual(["192.0.2.9"]);
    const opened = await withPlatform((tx) =>
      tx.auditEvent.findFirst({ where: { actorUserId: userId, action: "identity.sign-in" } }),
    );
    expect(opened?.address).toBe("192.0.2.8");
  });

  test("is not kept alive by streams and pages that read themselves again", async () => {
    const { token, at } = await signedIn();
    for (const minute of [20, 40, 59])
      expect(await findViewer(token, { now: minutes(minute, at) })).not.toBeNull();
    expect(await findViewer(token, { now: minutes(61, at) })).toBeNull();
  });

  test("ends 12 hours after sign-in, however much it is used", async () => {
    const { token, at } = await signedIn();
    for (let minute = 50; minute < 12 * 60; minute += 50)
      expect(await findViewer(token, { active: true, now: minutes(minute, at) })).not.toBeNull();
    expect(await findViewer(token, { active: true, now: minutes(12 * 60 + 1, at) })).toBeNull();
  });

  test("that is revoked is over with the next look", async () => {
    const { token, userId } = await signedIn();
    const id = (await findViewer(token))?.loginSessionId ?? "";
    expect(await withUser(userId, (tx) => revokeLoginSession(tx, userId, id))).toBe(true);
    expect(await findViewer(token)).toBeNull();
    expect(await withUser(userId, (tx) => listLoginSessions(tx, userId))).toEqual([]);
  });

  test("ends when the same browser signs in again, and not when another does", async () => {
    const { token, userId } = await signedIn();
    await openLoginSession(userId, "of another browser");
    expect(await findViewer(token)).not.toBeNull();
    await openLoginSession(userId, "of this browser", { before: token });
    expect(await findViewer(token)).toBeNull();
    expect(await findViewer("of this browser")).not.toBeNull();
    expect(await findViewer("of another browser")).not.toBeNull();
  });

  test("is as fresh as the provider says, and never of the future", async () => {
    const { userId } = await signedIn();
    const [now, earlier] = [new Date(), minutes(-30)];
    await openLoginSession(userId, "remembered", { confirmedAt: earlier }, now);
    await openLoginSession(userId, "ahead", { confirmedAt: minutes(5) }, now);
    await openLoginSession(userId, "unsaid", { confirmedAt: null }, now);
    const told = async (token: string) => (await findViewer(token))?.confirmedAt;
    expect(await told("remembered")).toEqual(earlier);
    expect(await told("ahead")).toEqual(now);
    expect(await told("unsaid")).toEqual(now);
  });

  test("of somebody else cannot be revoked", async () => {
    const mine = await signedIn();
    const theirs = await signedIn();
    const id = (await findViewer(theirs.token))?.loginSessionId ?? "";
    expect(await withUser(mine.userId, (tx) => revokeLoginSession(tx, mine.userId, id))).toBe(false);
    expect(await findViewer(theirs.token)).not.toBeNull();
  });
});
