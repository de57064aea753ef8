import { createHash } from "node:crypto";

export const idleMinutes = 60;
export const absoluteHours = 12;
/** Activity moves the idle limit at most this often, so that reading a page is not a write each time. */
export const slideSeconds = 60;

/** What the table keeps of a login session's token. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** How long ago somebody may have shown the provider who they are, for a change that needs it to be now. */
export const stepUpMinutes = 10;

/** Whether who was asked by their provider at that time need not be asked again. */
export const isConfirmed = (at: Date | null, now = new Date()): boolean =>
  at !== null && now.getTime() - at.getTime() <= stepUpMinutes * 60_000;

/** Who administers the platform. Without an issuer there is one provider only, and it says both. */
export type AdminPolicy = { emails: readonly string[]; group?: string; issuer?: string };

/** Whether somebody administers the platform: by a listed and verified e-mail, or the configured group, that the right issuer says they have. */
export function isPlatformAdmin(
  user: { email: string | null; emailVerified: boolean; groups: readonly string[]; issuer: string | null },
  policy: AdminPolicy,
): boolean {
  if (policy.issuer !== undefined && user.issuer !== policy.issuer) return false;
  const email = user.emailVerified ? user.email?.toLowerCase() : undefined;
  if (email && policy.emails.some((listed) => listed.toLowerCase() === email)) return true;
  return policy.group !== undefined && user.groups.includes(policy.group);
}

/** The domain of somebody's address, in small letters; null unless the provider has verified it. */
export const verifiedDomain = ({ email, emailVerified }: { email: string | null; emailVerified: boolean }) =>
  (emailVerified && email?.toLowerCase().split("@").at(-1)) || null;

/**
 * Whether what a provider said at a sign-in still counts for a key. A browser's login session ends within hours, and who is in
 * which group is said anew; a key goes on for a year.
 */
export const isRecent = (signedInAt: Date | null, hours: number, now = new Date()): boolean =>
  signedInAt !== null && now.getTime() - signedInAt.getTime() < hours * 3_600_000;

export type LoginSessionTimes = { idleUntil: Date; endsAt: Date; revokedAt: Date | null };

/** Whether a login session still counts at `now`. */
export const isLive = (session: LoginSessionTimes, now: Date): boolean =>
  session.revokedAt === null && session.idleUntil > now && session.endsAt > now;
