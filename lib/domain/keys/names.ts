/** Roles that a service may carry in an organization. An owner is always a person. */
export const serviceRoles = ["admin", "member", "billing"] as const;
export type ServiceRole = (typeof serviceRoles)[number];

/** Kinds of keys that are made in an organization. */
export const keyKinds = ["personal", "project", "service"] as const;
export type KeyKind = (typeof keyKinds)[number] | "platform";

/** How long the secret before a rotation goes on working, in hours. */
export const overlaps = { now: 0, "1h": 1, "24h": 24, "7d": 168 } as const;
export type Overlap = keyof typeof overlaps;

/** What a key's calls of models may be limited to; the last one is in US dollars. */
export const limitNames = ["requestsPerMinute", "tokensPerMinute", "tokensPerMonth", "costPerMonth"] as const;
/** The most of each limit; null for no limit of the key's own. */
export type KeyLimits = Record<(typeof limitNames)[number], number | null>;

/** A text without the secret part of a key that somebody pasted into it: by what is left it is found, and addresses are kept in histories. */
export const withoutSecret = (text: string): string =>
  text.replace(/\b(ptc_[a-z]{3}_[0-9A-Za-z]{8})[0-9A-Za-z]+/g, "$1");
