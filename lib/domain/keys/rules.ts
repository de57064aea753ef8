import { allows, type Holder, type Scope } from "#lib/domain/access/permissions.ts";

export type KeyState = "active" | "ending" | "expired" | "revoked";

/** How many days before its end a key is said to end soon. */
const soonDays = 7;
const day = 86_400_000;

export const stateOf = (
  key: { expiresAt: Date; revokedAt: Date | null },
  now: Date = new Date(),
): KeyState => {
  if (key.revokedAt) return "revoked";
  const left = key.expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soonDays * day ? "ending" : "active";
};

export const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * day);

/** How long a key that works no more stays in lists. It stays in the audit log. */
export const shownDays = 30;

/** The wanted scopes that the maker, who may be a key, has not got. */
export const scopesBeyond = (maker: Holder["scopes"], wanted: readonly Scope[]): Scope[] =>
  maker ? wanted.filter((scope) => !allows(maker, scope)) : [];
