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

const secondsTo = ({ resetsAt }: LimitState, now: Date) =>
  Math.max(0, Math.ceil((Date.parse(resetsAt) - now.getTime()) / 1000));

/**
 * RateLimit-* of the limit of which the smallest share is left. Of costs there are none: the headers have whole numbers, and of few dollars
 * a client would read that nothing is left.
 */
export function limitHeaders(limits: readonly LimitState[], now: Date): Record<string, string> {
  const [first, ...rest] = limits.filter(({ name }) => name !== "costPerMonth");
  if (!first) return {};
  const least = rest.reduce((one, other) => (share(other) < share(one) ? other : one), first);
  return {
    "ratelimit-limit": String(least.limit),
    "ratelimit-remaining": String(least.remaining),
    "ratelimit-reset": String(secondsTo(least, now)),
    "ratelimit-policy": `${least.limit};w=${windowOf(least)}`,
  };
}

/** Those headers of the limit that refuses a call, and when to come again. */
export const refusalHeaders = (limit: LimitState, now: Date): Record<string, string> => ({
  ...limitHeaders([limit], now),
  "retry-after": String(Math.max(1, secondsTo(limit, now))),
});
