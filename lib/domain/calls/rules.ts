import type { LimitState } from "./schema.ts";

const minute = 60;

/** How long the limit's time is, in seconds: a minute, or the month that ends at `end`. */
function windowOf({ name, resetsAt }: LimitState): number {
  if (name.endsWith("Minute")) return minute;
  const end = new Date(resetsAt);
  const begin = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - 1, 1);
  return (end.getTime() - begin) / 1000;
}

const share = ({ limit, remaining }: LimitState) => remaining / limit;

/**
 * RateLimit-* of the limit of which the smallest share is left, in whole numbers, as other answers of the API have them; none without
 * limits. With `refused` also when to come again.
 */
export function limitHeaders(
  limits: readonly LimitState[],
  now: Date,
  refused = false,
): Record<string, string> {
  const [first, ...rest] = limits;
  if (!first) return {};
  const least = rest.reduce((one, other) => (share(other) < share(one) ? other : one), first);
  const seconds = Math.max(0, Math.ceil((Date.parse(least.resetsAt) - now.getTime()) / 1000));
  return {
    "ratelimit-limit": String(Math.floor(least.limit)),
    "ratelimit-remaining": String(Math.floor(least.remaining)),
    "ratelimit-reset": String(seconds),
    "ratelimit-policy": `${Math.floor(least.limit)};w=${windowOf(least)}`,
    ...(refused ? { "retry-after": String(Math.max(1, seconds)) } : {}),
  };
}
