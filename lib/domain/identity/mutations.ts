import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
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
  return withPlatform(async (tx) => {
    // Two first sign-ins of one person at once: the second waits here and then finds the first's row.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${issuer} ${subject}`}, 0))`;
    const known = await tx.identity.findUnique({ where: { issuer_subject: { issuer, subject } } });
    if (!known) {
      const user = await tx.user.create({
        data: { ...attributes, identities: { create: { provider, issuer, subject, groups } } },
      });
      await follow(tx, user);
      return { userId: user.id, suspended: false };
    }
    await tx.identity.update({
      where: { id: known.id },
      data: { lastSignInAt: new Date(), provider, groups },
    });
    const user = await tx.user.update({ where: { id: known.userId }, data: attributes });
    if (!user.suspendedAt) await follow(tx, user);
    return { userId: user.id, suspended: user.suspendedAt !== null };
  });
}

/** Brings memberships by group up to date, and writes down in each organization what that changed. */
async function follow(
  tx: PlatformTx,
  { id, displayName }: { id: string; displayName: string },
): Promise<void> {
  const followed = await followGroups(tx, id);
  const requestId = newRequestId();
  for (const organizationId of new Set(followed.map((row) => row.organizationId)))
    await recordAudit(tx, {
      action: "members.follow",
      outcome: "allowed",
      actor: { kind: "system", userId: null, name: "Portico", via: "system" },
      organizationId,
      target: { kind: "user", id, name: displayName },
      detail: {
        roles: followed
          .filter((row) => row.organizationId === organizationId)
          .map(({ projectId, mappingId, role, did }) => ({ projectId, mappingId, role, did })),
      },
      requestId,
    });
}

/** Opens a login session for a token that the cookie holds; the table keeps its hash. */
export async function openLoginSession(
  userId: string,
  token: string,
  userAgent: string | null,
  now = new Date(),
): Promise<void> {
  await withPlatform(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const session = await tx.loginSession.create({
      data: {
        userId,
        tokenHash: Uint8Array.from(hashToken(token)),
        userAgent: userAgent?.slice(0, 300) ?? null,
        createdAt: now,
        lastSeenAt: now,
        idleUntil: new Date(now.getTime() + idleMinutes * 60_000),
        endsAt: new Date(now.getTime() + absoluteHours * 3_600_000),
      },
    });
    await recordAudit(tx, {
      action: "identity.sign-in",
      outcome: "allowed",
      actor: { kind: "person", userId, name: user.displayName, via: "screen" },
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
