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

export type AdminPolicy = { emails: string[]; group?: string };

/** Whether somebody administers the platform: a listed and verified e-mail, or the configured group. */
export function isPlatformAdmin(
  user: { email: string | null; emailVerified: boolean; groups: string[] },
  policy: AdminPolicy,
): boolean {
  const email = user.emailVerified ? user.email?.toLowerCase() : undefined;
  if (email && policy.emails.some((listed) => listed.toLowerCase() === email)) return true;
  return policy.group !== undefined && user.groups.includes(policy.group);
}

/** The domain of somebody's address, in small letters; null unless the provider has verified it. */
export const verifiedDomain = ({ email, emailVerified }: { email: string | null; emailVerified: boolean }) =>
  (emailVerified && email?.toLowerCase().split("@").at(-1)) || null;

export type LoginSessionTimes = { idleUntil: Date; endsAt: Date; revokedAt: Date | null };

/** Whether a login session still counts at `now`. */
export const isLive = (session: LoginSessionTimes, now: Date): boolean =>
  session.revokedAt === null && session.idleUntil > now && session.endsAt > now;
