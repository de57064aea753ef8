import { findViewing } from "#lib/domain/viewing/data.ts";
import { type PlatformTx, type UserTx, withPlatform } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { type AdminPolicy, hashToken, idleMinutes, isLive, isPlatformAdmin, slideSeconds } from "./rules.ts";

/** Somebody who is signed in. */
export type Viewer = {
  userId: string;
  loginSessionId: string;
  displayName: string;
  email: string | null;
  emailVerified: boolean;
  groups: string[];
  platformAdmin: boolean;
  signedInAt: Date;
  /** When their provider last had them show who they are; null for the bearer of a key. */
  confirmedAt: Date | null;
  /** Set while one of the platform's staff looks through this person's eyes, and who that is. */
  viewing?: Viewing;
};

export type Viewing = {
  id: string;
  organizationId: string;
  endsAt: Date;
  actorUserId: string;
  actorName: string;
};

/**
 * Who holds this login token now: null for none, ended, revoked or suspended. With `active`, because a person did
 * something, it moves the idle limit and keeps from where; a page that reads itself again does not. Opened before anybody is known, hence
 * the platform's door; the row is found by the token's hash alone.
 */
export async function findViewer(
  token: string,
  {
    active = false,
    address = null,
    now = new Date(),
  }: { active?: boolean; address?: string | null; now?: Date } = {},
): Promise<Viewer | null> {
  return withPlatform(async (tx) => {
    const session = await tx.loginSession.findUnique({
      where: { tokenHash: Uint8Array.from(hashToken(token)) },
      include: { user: true },
    });
    if (!session || !isLive(session, now) || session.user.suspendedAt) return null;
    if (active && now.getTime() - session.lastSeenAt.getTime() > slideSeconds * 1000) {
      const idleUntil = new Date(now.getTime() + idleMinutes * 60_000);
      const from = address ? { address } : {};
      await tx.loginSession.update({
        where: { id: session.id },
        data: { lastSeenAt: now, idleUntil, ...from },
      });
    }
    const { user } = session;
    const platformAdmin = await administers(tx, user);
    // Who loses the right to look through others' eyes looks through their own at once.
    const viewing = platformAdmin ? await findViewing(tx, session.id, now) : null;
    if (viewing && !viewing.user.suspendedAt) {
      const { user: seen, ...rest } = viewing;
      return {
        userId: seen.id,
        loginSessionId: session.id,
        displayName: seen.displayName,
        email: seen.email,
        emailVerified: seen.emailVerified,
        groups: seen.groups,
        platformAdmin: false,
        signedInAt: session.createdAt,
        confirmedAt: session.confirmedAt,
        viewing: { ...rest, actorUserId: user.id, actorName: user.displayName },
      };
    }
    return {
      userId: user.id,
      loginSessionId: session.id,
      displayName: user.displayName,
      email: user.email,
      emailVerified: user.emailVerified,
      groups: user.groups,
      platformAdmin,
      signedInAt: session.createdAt,
      confirmedAt: session.confirmedAt,
    };
  });
}

/** Who administers the platform, by this installation's settings. */
export function adminPolicy(): AdminPolicy {
  const env = webEnv();
  return {
    emails: env.PORTICO_PLATFORM_ADMINS,
    group: env.PORTICO_PLATFORM_ADMIN_GROUP,
    issuer: env.PORTICO_PLATFORM_ADMIN_ISSUER,
  };
}

/** Whether the person administers the platform. Whose words their row holds is asked only of who would. */
async function administers(
  tx: PlatformTx,
  user: { id: string; email: string | null; emailVerified: boolean; groups: string[] },
): Promise<boolean> {
  const { issuer, ...policy } = adminPolicy();
  if (!isPlatformAdmin({ ...user, issuer: null }, policy)) return false;
  if (issuer === undefined) return true;
  const last = await tx.identity.findFirst({ where: { userId: user.id }, orderBy: { lastSignInAt: "desc" } });
  return last?.issuer === issuer;
}

/** The verified addresses of those who administer the platform, as far as they have signed in. */
export async function platformAdminAddresses(): Promise<string[]> {
  const { emails, group } = adminPolicy();
  const listed = { findEmail: { in: emails.map((email) => email.toLowerCase()) } };
  return withPlatform(async (tx) => {
    const found = await tx.user.findMany({
      where: {
        emailVerified: true,
        suspendedAt: null,
        OR: group === undefined ? [listed] : [listed, { groups: { has: group } }],
      },
      orderBy: { id: "asc" },
    });
    const addresses: string[] = [];
    for (const user of found) if (user.email && (await administers(tx, user))) addresses.push(user.email);
    return addresses;
  });
}

/** The person's own live login sessions, newest first. */
export async function listLoginSessions(tx: UserTx, userId: string, now = new Date()) {
  return tx.loginSession.findMany({
    where: { userId, revokedAt: null, idleUntil: { gt: now }, endsAt: { gt: now } },
    orderBy: { lastSeenAt: "desc" },
    select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true, endsAt: true },
  });
}

/** The id of the provider somebody signed in with last. */
export async function lastProvider(tx: UserTx, userId: string): Promise<string | null> {
  const identity = await tx.identity.findFirst({ where: { userId }, orderBy: { lastSignInAt: "desc" } });
  return identity?.provider ?? null;
}
