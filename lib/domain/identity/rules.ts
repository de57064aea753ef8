import { createHash } from "node:crypto";

export const idleMinutes = 60;
export const absoluteHours = 12;
/** Activity moves the idle limit at most this often, so that reading a page is not a write each time. */
export const slideSeconds = 60;

/** What the table keeps of a login session's token. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

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

export type LoginSessionTimes = { idleUntil: Date; endsAt: Date; revokedAt: Date | null };

/** Whether a login session still counts at `now`. */
export const isLive = (session: LoginSessionTimes, now: Date): boolean =>
  session.revokedAt === null && session.idleUntil > now && session.endsAt > now;
