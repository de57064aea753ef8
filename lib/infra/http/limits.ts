import { prisma } from "#lib/infra/db/client.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";

/**
 * `amount` calls in `seconds`, spread evenly; the key names who is counted: `ip:…`, `key:…`, `usr:…`, `org:…`. One is taken at a
 * time, unless `calls` says how many.
 */
export type Bucket = { key: string; amount: number; seconds: number; calls?: number };

type Row = { key: string; ok: boolean; limit: number; remaining: number; resetMs: number; retryMs: number };

export type Taken = { ok: boolean; remaining: number; headers: Record<string, string> };

/**
 * Takes what is asked of each bucket, or, if one of them has not that much left, nothing of any; in one round trip, counted in Postgres for
 * all replicas together. The headers are those of the bucket that has least left, of these and of an `earlier` taking for
 * the same request (draft-ietf-httpapi-ratelimit-headers, its widely read older form). In a transaction, what is undone took nothing.
 */
export async function take(
  buckets: readonly Bucket[],
  earlier?: Taken,
  tx: Pick<AnyTx, "$queryRaw"> = prisma(),
): Promise<Taken> {
  const rows = await tx.$queryRaw<Row[]>`
    select key, ok, "limit", remaining, reset_ms as "resetMs", retry_ms as "retryMs"
    from portico_take(${buckets.map((one) => one.key)}::text[], ${buckets.map((one) => one.amount)}::int[],
      ${buckets.map((one) => one.seconds)}::int[], ${buckets.map((one) => one.calls ?? 1)}::int[])`;
  const all = rows.map((row) => takenOf(row, buckets.find((one) => one.key === row.key)?.seconds ?? 60));
  return [...(earlier ? [earlier] : []), ...all].reduce((least, one) =>
    Number(one.ok) - Number(least.ok) < 0 || (one.ok === least.ok && one.remaining < least.remaining)
      ? one
      : least,
  );
}

const whole = (ms: number) => Math.ceil(ms / 1000);

const takenOf = ({ ok, limit, remaining, resetMs, retryMs }: Row, seconds: number): Taken => ({
  ok,
  remaining,
  headers: {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(whole(resetMs)),
    "ratelimit-policy": `${limit};w=${seconds}`,
    ...(ok ? {} : { "retry-after": String(Math.max(1, whole(retryMs))) }),
  },
});
