import { prisma } from "#lib/infra/db/client.ts";

/** `amount` calls in `seconds`, spread evenly; the key names who is counted: `ip:…`, `tok:…`, `usr:…`, `org:…`. */
export type Bucket = { key: string; amount: number; seconds: number };

type Row = { key: string; ok: boolean; limit: number; remaining: number; resetMs: number; retryMs: number };

export type Taken = { ok: boolean; headers: Record<string, string> };

/**
 * Takes one call from each bucket, in one statement, counted in Postgres for all replicas together. The headers are those of
 * the bucket that has least left (draft-ietf-httpapi-ratelimit-headers, its widely read older form).
 */
export async function take(buckets: readonly Bucket[]): Promise<Taken> {
  const rows = await prisma().$queryRaw<Row[]>`
    select key, ok, "limit", remaining, reset_ms as "resetMs", retry_ms as "retryMs"
    from portico_take(${buckets.map((one) => one.key)}::text[], ${buckets.map((one) => one.amount)}::int[],
      ${buckets.map((one) => one.seconds)}::int[])`;
  const tightest = rows.reduce((least, row) =>
    Number(row.ok) - Number(least.ok) < 0 || (row.ok === least.ok && row.remaining < least.remaining)
      ? row
      : least,
  );
  const policy = buckets.find((one) => one.key === tightest.key);
  const seconds = (ms: number) => String(Math.ceil(ms / 1000));
  return {
    ok: tightest.ok,
    headers: {
      "ratelimit-limit": String(tightest.limit),
      "ratelimit-remaining": String(tightest.remaining),
      "ratelimit-reset": seconds(tightest.resetMs),
      "ratelimit-policy": `${tightest.limit};w=${policy?.seconds ?? 60}`,
      ...(tightest.ok ? {} : { "retry-after": String(Math.max(1, Math.ceil(tightest.retryMs / 1000))) }),
    },
  };
}
