import { allows, type Holder, type Scope } from "#lib/domain/access/permissions.ts";
import { type KeyLimits, limitNames } from "./names.ts";

export const keyStates = ["active", "ending", "disabled", "expired", "revoked"] as const;
export type KeyState = (typeof keyStates)[number];

/** How many days before its end a key is said to end soon. */
export const soonDays = 7;
const day = 86_400_000;
const hour = 3_600_000;

export const stateOf = (
  key: { expiresAt: Date; revokedAt: Date | null; disabledAt: Date | null },
  now: Date = new Date(),
): KeyState => {
  if (key.revokedAt) return "revoked";
  const left = key.expiresAt.getTime() - now.getTime();
  if (left <= 0) return "expired";
  if (key.disabledAt) return "disabled";
  return left <= soonDays * day ? "ending" : "active";
};

export const daysFrom = (now: Date, days: number): Date => new Date(now.getTime() + days * day);

/**
 * The last moment at which a key may end that lives so many days at most. The last of them counts whole, wherever the person is
 * who chooses it: that is a day more, and the hour by which one is longer on which clocks are set back.
 */
export const lastEnd = (now: Date, most: number): Date => new Date(daysFrom(now, most).getTime() + 25 * hour);

/** How long a key that works no more stays in lists. It stays in the audit log. */
export const shownDays = 30;

/** The wanted scopes that the maker, who may be a key, has not got. */
export const scopesBeyond = (maker: Holder["scopes"], wanted: readonly Scope[]): Scope[] =>
  maker ? wanted.filter((scope) => !allows(maker, scope)) : [];

/** What a key is held to: models, paths and networks (none named, all of them), and limits (null for none). */
export type Bounds = Record<"models" | "routes" | "addresses", string[]> & KeyLimits;

/** Whether a change lets a key do more than before: somewhere or something that it was not for, or more of it. */
export const widens = (before: Bounds, { limits = {}, ...wanted }: Wanted): boolean =>
  (["models", "routes", "addresses"] as const).some((part) => {
    const [was, will] = [before[part], wanted[part]];
    return was.length > 0 && will && (will.length === 0 || will.some((one) => !was.includes(one)));
  }) ||
  limitNames.some((name) => {
    const [was, will] = [before[name], limits[name]];
    return was !== null && will !== undefined && (will === null || will > was);
  });
type Wanted = Partial<Pick<Bounds, "models" | "routes" | "addresses">> & { limits?: Partial<KeyLimits> };

/**
 * The texts that begin with a prefix, as the two ends of a range in the order of bytes: an index is used for it under
 * row-level security, and not for LIKE.
 */
export const beginning = (prefix: string): { gte: string; lt: string } => ({
  gte: prefix,
  lt: `${prefix}\u{10FFFF}`,
});

/** The condition on keys whose name begins so, whatever the case. */
export const nameBegins = (text: string) => ({ findName: beginning(text.toLowerCase()) });

/** The few days before its end at which a key's people are told, the most first. */
export const expiryDays = [7, 1] as const;
