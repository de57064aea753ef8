import { Prisma } from "#generated/client.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import type { TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import { dayOf, daysOf, monthOf, type Range, rangeOf } from "./rules.ts";
import type { usageGroups } from "./schema.ts";

/** Costs are US dollars. */
export type UsageSums = {
  requests: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  cost: number;
};
/** Sums of one day, key or model: `id` is the day, the key's id, or the model; `name` what people call it. */
export type UsageRow = UsageSums & { id: string; name: string };

const sums = Prisma.sql`coalesce(sum(d.requests), 0)::int as requests, coalesce(sum(d.failures), 0)::int as failures,
  coalesce(sum(d.prompt_tokens), 0)::float8 as "promptTokens", coalesce(sum(d.completion_tokens), 0)::float8 as "completionTokens",
  coalesce(sum(d.cost), 0)::float8 as cost`;

const groups = {
  day: { id: Prisma.sql`to_char(d.day, 'YYYY-MM-DD')`, name: Prisma.sql`to_char(d.day, 'YYYY-MM-DD')` },
  key: { id: Prisma.sql`d.key_id::text`, name: Prisma.sql`k.name` },
  model: { id: Prisma.sql`d.model`, name: Prisma.sql`d.model` },
} satisfies Record<(typeof usageGroups)[number], { id: Prisma.Sql; name: Prisma.Sql }>;

/**
 * What a project used in the days of UTC from `from` to `to`, both included, by day, key or model; in the order of the days, else what
 * was used most first. The total is the sum of the rows, as the database adds them.
 */
export async function readUsage(
  tx: TenantTx,
  { organizationId, projectId }: { organizationId: string; projectId: string },
  { from, to, group }: Range & { group: (typeof usageGroups)[number] },
): Promise<{ rows: UsageRow[]; total: UsageSums }> {
  const { id, name } = groups[group];
  const found = await tx.$queryRaw<(UsageRow & { all: boolean })[]>`
    select grouping(${id}) = 1 as all, coalesce(${id}, '') as id, coalesce(${name}, '') as name, ${sums}
    from usage_days d join keys k on k.organization_id = d.organization_id and k.id = d.key_id
    where d.organization_id = ${organizationId}::uuid and d.project_id = ${projectId}::uuid and d.day between ${from}::date and ${to}::date
    group by grouping sets ((${id}, ${name}), ())
    order by ${group === "day" ? Prisma.sql`2` : Prisma.sql`sum(d.requests) desc, 2`}`;
  const plain = ({ all: _, ...row }: UsageRow & { all: boolean }): UsageRow => row;
  const { id: _, name: __, ...total } = plain(found.find(({ all }) => all) as (typeof found)[number]);
  return { rows: found.filter(({ all }) => !all).map(plain), total };
}

/**
 * What a project used, by the keys that the caller sees; all others are one row without an id or a name. Who may read what was
 * used is not told whose keys there are.
 */
export async function readUsageByKey(
  tx: TenantTx,
  scope: ProjectScope,
  range: Range,
): Promise<{ rows: UsageRow[]; total: UsageSums }> {
  const { rows, total } = await readUsage(tx, scope, { ...range, group: "key" });
  const ids = rows.map(({ id }) => id);
  const found = await tx.key.findMany({
    where: { id: { in: ids }, organizationId: scope.organizationId, AND: visibleKeys(scope) ?? { OR: [] } },
    select: { id: true },
  });
  const seen = new Set(found.map(({ id }) => id));
  const others = rows.filter(({ id }) => !seen.has(id));
  const sum = (of: keyof UsageSums) => others.reduce((all, row) => all + row[of], 0);
  const rest = {
    ...{ id: "", name: "", requests: sum("requests"), failures: sum("failures"), cost: sum("cost") },
    ...{ promptTokens: sum("promptTokens"), completionTokens: sum("completionTokens") },
  };
  return { rows: [...rows.filter(({ id }) => seen.has(id)), ...(others.length > 0 ? [rest] : [])], total };
}

/** What keys of an organization did lately, by the key's id; a key that did nothing is not in it. */
export type KeyUsage = {
  /** Requests of each of the thirty days up to today, the oldest first. */
  series: number[];
  today: number;
};

/** The thirty days of some keys, for the small charts of a list and the question before a key is revoked. A person's own may be of several organizations. */
export async function readKeyUsage(
  tx: TenantTx | UserTx,
  organizations: string | readonly string[],
  keyIds: readonly string[],
  now = new Date(),
): Promise<Map<string, KeyUsage>> {
  const range = rangeOf(undefined, dayOf(now));
  const rows = await tx.$queryRaw<{ key: string; day: string; requests: number }[]>`
    select key_id as key, to_char(day, 'YYYY-MM-DD') as day, sum(requests)::int as requests from usage_days
    where organization_id = any(${[organizations].flat()}::uuid[]) and key_id = any(${[...keyIds]}::uuid[]) and day between ${range.from}::date and ${range.to}::date
    group by key_id, day`;
  const days = daysOf(range);
  const found = new Map<string, KeyUsage>();
  for (const key of new Set(rows.map((row) => row.key))) {
    const byDay = new Map(rows.filter((row) => row.key === key).map((row) => [row.day, row.requests]));
    const series = days.map((day) => byDay.get(day) ?? 0);
    found.set(key, { series, today: series.at(-1) ?? 0 });
  }
  return found;
}

/** One call of a model, as a gateway reported it. Its cost is in US dollars. */
export type KeyCall = {
  /** The gateway's own, with the gateway that says it. */
  id: string;
  at: Date;
  model: string;
  status: "success" | "failure";
  tokens: number;
  cost: number;
};

/** The last calls of models with a key, of those that are not forgotten yet, the newest first. */
export async function listKeyCalls(
  tx: TenantTx,
  organizationId: string,
  keyId: string,
  limit = 20,
): Promise<KeyCall[]> {
  const rows = await tx.usageEvent.findMany({
    where: { organizationId, keyId },
    orderBy: { startedAt: "desc" },
    take: limit,
  });
  return rows.map(({ audience, call, startedAt, status, promptTokens, completionTokens, ...row }) => ({
    id: `${audience} ${call}`,
    at: startedAt,
    model: row.model,
    status: status === "failure" ? "failure" : "success",
    tokens: Number(promptTokens + completionTokens),
    cost: Number(row.cost),
  }));
}

/** What some keys used in this month of UTC, by the key's id: what their monthly limits are counted by. Costs are US dollars. */
export async function readMonthUse(
  tx: TenantTx,
  organizationId: string,
  keyIds: readonly string[],
  now = new Date(),
): Promise<Map<string, { requests: number; tokens: number; cost: number }>> {
  const rows = await tx.usageMonth.findMany({
    where: { organizationId, keyId: { in: [...keyIds] }, month: new Date(monthOf(now)) },
  });
  return new Map(
    rows.map(({ keyId, requests, tokens, cost }) => [
      keyId,
      { requests: Number(requests), tokens: Number(tokens), cost: Number(cost) },
    ]),
  );
}
