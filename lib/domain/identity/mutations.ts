import { type AuditEntry, portico, recordAll, recordAudit, recordOnce } from "#lib/domain/audit/mutations.ts";
import { applyGroups, followGroups } from "#lib/domain/groups/mutations.ts";
import { giveOwnProject } from "#lib/domain/joining/mutations.ts";
import type { SignInFrom } from "#lib/infra/auth/index.ts";
import { type PlatformTx, type UserTx, withPlatform } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { absoluteHours, hashToken, idleMinutes } from "./rules.ts";

/** What a provider says of somebody at sign-in. */
export type Account = {
  provider: string;
  issuer: string;
  subject: string;
  displayName: string;
  email: string | null;
  emailVerified: boolean;
  groups: string[];
};

/**
 * Finds the person of an issuer and subject, or makes them; attributes and groups follow the provider each time, and so do
 * the roles that groups bring.
 */
export async function signInUser(account: Account): Promise<{ userId: string; suspended: boolean }> {
  const attributes = {
    displayName: account.displayName,
    email: account.email,
    emailVerified: account.emailVerified,
    groups: account.groups,
  };
  const { issuer, subject, provider, groups } = account;
  const requestId = newRequestId();
  return withPlatform(
    async (tx) => {
      // Two first sign-ins of one person at once: the second waits here and then finds the first's row.
      await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${issuer} ${subject}`}, 0))`;
      const known = await tx.identity.findUnique({ where: { issuer_subject: { issuer, subject } } });
      if (!known) {
        const user = await tx.user.create({
          data: { ...attributes, identities: { create: { provider, issuer, subject, groups } } },
        });
        await recordAll(tx, await follow(tx, user, { issuer, groups }, requestId));
        return { userId: user.id, suspended: false };
      }
      await tx.identity.update({
        where: { id: known.id },
        data: { lastSignInAt: new Date(), provider, groups },
      });
      const user = await tx.user.update({ where: { id: known.userId }, data: attributes });
      const both = (group: string) => groups.includes(group) && known.groups.includes(group);
      const differing = [...groups, ...known.groups].filter((group) => !both(group));
      if (user.suspendedAt) await applyGroups(tx, { issuer, groups: differing });
      else await recordAll(tx, await follow(tx, user, { issuer, groups: differing }, requestId));
      return { userId: user.id, suspended: user.suspendedAt !== null };
    },
    undefined,
    requestId,
  );
}

/** Writes down that somebody who is suspended tried to sign in: once in five minutes. */
export async function noteSuspended(userId: string, name: string, address: string | null): Promise<void> {
  await withPlatform((tx) =>
    recordOnce(tx, {
      action: "identity.sign-in",
      outcome: "refused",
      reason: "account_suspended",
      actor: { kind: "person", userId, name, via: "screen", address },
      requestId: newRequestId(),
    }),
  );
}

/** Brings memberships by group up to date. Answers what the audit log of each organization says of it. */
async function follow(
  tx: PlatformTx,
  { id, displayName }: { id: string; displayName: string },
  differing: { issuer: string; groups: string[] },
  requestId: string,
): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  const followed = await followGroups(tx, id, differing);
  for (const organizationId of new Set(followed.map((row) => row.organizationId))) {
    const here = followed.filter((row) => row.organizationId === organizationId);
    const joined = here.some(({ projectId, did }) => projectId === null && did === "added");
    const ownProject = joined ? await giveOwnProject(tx, organizationId, id) : null;
    entries.push({
      action: "members.follow",
      outcome: "allowed",
      actor: portico,
      organizationId,
      target: { kind: "user", id, name: displayName },
      detail: {
        roles: here.map(({ projectId, mappingId, role, did }) => ({ projectId, mappingId, role, did })),
        ownProject,
      },
      requestId,
    });
  }
  return entries;
}

/**
 * Opens a login session for a token that the cookie holds; the table keeps its hash. The one that this browser had `before`
 * ends: nothing holds its token any more.
 */
export async function openLoginSession(
  userId: string,
  token: string,
  { userAgent = null, address = null, confirmedAt, before = null }: Partial<SignInFrom> = {},
  now = new Date(),
): Promise<void> {
  await withPlatform(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (before)
      await tx.loginSession.updateMany({
        where: { tokenHash: Uint8Array.from(hashToken(before)), revokedAt: null },
        data: { revokedAt: now },
      });
    const session = await tx.loginSession.create({
      data: {
        userId,
        tokenHash: Uint8Array.from(hashToken(token)),
        userAgent: userAgent?.slice(0, 300) ?? null,
        address,
        // A provider whose clock is ahead confirms nothing in the future.
        confirmedAt: confirmedAt && confirmedAt < now ? confirmedAt : now,
        createdAt: now,
        lastSeenAt: now,
        idleUntil: new Date(now.getTime() + idleMinutes * 60_000),
        endsAt: new Date(now.getTime() + absoluteHours * 3_600_000),
      },
    });
    await recordAudit(tx, {
      action: "identity.sign-in",
      outcome: "allowed",
      actor: { kind: "person", userId, name: user.displayName, via: "screen", address },
      target: { kind: "login-session", id: session.id },
      requestId: newRequestId(),
    });
  });
}

/** Ends one of the person's own login sessions, here or in another browser. False if it is not theirs or has ended. */
export async function revokeLoginSession(tx: UserTx, userId: string, id: string): Promise<boolean> {
  const ended = await tx.loginSession.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return ended.count === 1;
}
