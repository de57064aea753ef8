import type { Holder, OrganizationRole, ProjectRole, Scope } from "#lib/domain/access/permissions.ts";

export type TokenState = "active" | "ending" | "expired" | "revoked";

/** How many days before its end a token is said to end soon. */
const soonDays = 7;
const day = 86_400_000;

export const stateOf = (
  token: { expiresAt: Date; revokedAt: Date | null },
  now: Date = new Date(),
): TokenState => {
  if (token.revokedAt) return "revoked";
  const left = token.expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  return left <= soonDays * day ? "ending" : "active";
};

export const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * day);

/** How long a token that works no more stays in lists. It stays in the audit log. */
export const shownDays = 30;

const rank: Record<OrganizationRole, number> = { owner: 3, admin: 2, member: 1, billing: 1 };

/** Whether a service may carry this role when somebody with that one makes it: never more than the maker holds. */
export const mayCarry = (maker: OrganizationRole | null, role: OrganizationRole): boolean =>
  maker === role || (maker !== null && rank[maker] > rank[role]);

const projectRank = { admin: 3, editor: 2, viewer: 1, bot: 0 };

/** The same in one project. */
export const mayCarryIn = (maker: ProjectRole | "bot" | null, role: ProjectRole): boolean =>
  maker !== null && projectRank[maker] >= projectRank[role];

/** The wanted scopes that the maker, who may be a token, has not got. */
export const scopesBeyond = (maker: Holder["scopes"], wanted: readonly Scope[]): Scope[] =>
  maker ? wanted.filter((scope) => !maker.has(scope)) : [];
