import { Prisma } from "#generated/client.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import type { TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import {
  dayOf,
  daysOf,
  folded,
  monthOf,
  type Range,
  rangeOf,
  type UsageRow,
  type UsageSums,
} from "./rules.ts";
import type { UsageGroup } from "./schema.ts";

const sums = Prisma.sql`coalesce(sum(d.requests), 0)::int as requests, coalesce(sum(d.failures), 0)::int as failures,
  coalesce(sum(d.prompt_tokens), 0)::float8 as "promptTokens", coalesce(sum(d.completion_tokens), 0)::float8 as "completionTokens",
  coalesce(sum(d.cost), 0)::float8 as cost`;

const groups = {
  day: Prisma.sql`d.day`,
  key: Prisma.sql`d.key_id`,
  model: Prisma.sql`d.model`,
  project: Prisma.sql`d.project_id`,
} satisfies Record<UsageGroup, Prisma.Sql>;

/** An organization, or one project of it. */
export type UsagePlace = { organizationId: string; projectId?: string };

const within = ({ organizationId, projectId }: UsagePlace, { from, to }: Range) =>
  Prisma.sql`d.organization_id = ${organizationId}::uuid and d.day between ${from}::date and ${to}::date
    ${projectId ? Prisma.sql`and d.project_id = ${projectId}::uuid` : Prisma.empty}`;

/**
 * What a place used in the days of UTC from `from` to `to`, both included, by each of some groups: in the order of the days, else
 * what was used most first. All of it is of one moment, so each group's rows come to the total, as the database adds them.
 */
export async function readUsage<Group extends UsageGroup>(
  tx: TenantTx,
  place: UsagePlace,
  range: Range,
  by: readonly Group[],
): Promise<{ by: Record<Group, UsageRow[]>; total: UsageSums }> {
  const columns = by.map((group) => groups[group]);
  const which = by.map((group) => Prisma.sql`when grouping(${groups[group]}) = 0 then ${group}`);
  const found = await tx.$queryRaw<(UsageSums & { group: Group | ""; id: string })[]>`
    select case ${Prisma.join(which, " ")} else '' end as "group",
      coalesce(${Prisma.join(columns.map((column) => Prisma.sql`${column}::text`))}, '') as id, ${sums}
    from usage_days d where ${within(place, range)}
    group by grouping sets (${Prisma.join(columns.map((column) => Prisma.sql`(${column})`))}, ())
    order by requests desc, id`;
  const idsOf = (of: UsageGroup) => found.flatMap(({ group, id }) => (group === of ? [id] : []));
  const names = new Map([
    ...(await namesOf(tx, Prisma.sql`select id, name from keys`, idsOf("key"))),
    ...(await namesOf(tx, Prisma.sql`select id, display_name as name from projects`, idsOf("project"))),
  ]);
  const rowsOf = (of: Group): UsageRow[] => {
    const rows = found.filter(({ group }) => group === of);
    const named = rows.map(({ group: _, id, ...row }) => ({ ...row, id, name: names.get(id) ?? id }));
    return of === "day" ? named.sort((a, b) => (a.id < b.id ? -1 : 1)) : named;
  };
  const { group: _, id: __, ...total } = found.find(({ group }) => group === "") as (typeof found)[number];
  return { by: Object.fromEntries(by.map((of) => [of, rowsOf(of)])) as Record<Group, UsageRow[]>, total };
}

async function namesOf(tx: TenantTx, from: Prisma.Sql, ids: string[]): Promise<[id: string, name: string][]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`${from} where id = any(${ids}::uuid[])`;
  return rows.map(({ id, name }) => [id, name]);
}

/** Of the keys that were used, those that the caller sees. Who may read what was used is not told whose keys there are. */
async function seenAmong(tx: TenantTx, scope: TenantScope, place: UsagePlace, { from, to }: Range) {
  const usageDays = { some: { ...place, day: { gte: new Date(from), lte: new Date(to) } } };
  const { organizationId } = scope;
  const found = await tx.key.findMany({
    where: { organizationId, usageDays, AND: visibleKeys(scope) ?? { OR: [] } },
    select: { id: true },
  });
  return new Set(found.map(({ id }) => id));
}

const placeOf = ({ organizationId, projectId }: TenantScope & UsagePlace): UsagePlace => ({
  organizationId,
  ...(projectId ? { projectId } : {}),
});

/** The same to a caller, in their organization or project: by key, those that they do not see are one row without an id or a name. */
export async function readVisibleUsage<Group extends UsageGroup>(
  tx: TenantTx,
  scope: TenantScope & UsagePlace,
  range: Range,
  groups: readonly Group[],
): Promise<{ by: Record<Group, UsageRow[]>; total: UsageSums }> {
  const { by, total } = await readUsage(tx, placeOf(scope), range, groups);
  if (!("key" in by)) return { by, total };
  const seen = await seenAmong(tx, scope, placeOf(scope), range);
  return { by: { ...by, key: folded(by.key as UsageRow[], ({ id }) => seen.has(id)) }, total };
}

/** A line of a file: a project's slug, a key's name and id (empty for those that one does not see), a model, and exact sums of them. */
export type UsageLine = Record<
  "project" | "key" | "key_id" | "model" | "requests" | "failures" | "prompt_tokens" | "completion_tokens",
  string
> & { cost_usd: string };

/** What a caller's organization or project used, as lines of a file, which come to the same total. */
export async function readUsageLines(
  tx: TenantTx,
  scope: TenantScope & UsagePlace,
  range: Range,
): Promise<UsageLine[]> {
  const place = placeOf(scope);
  const seen = [...(await seenAmong(tx, scope, place, range))];
  return tx.$queryRaw<UsageLine[]>`
    select p.slug as project, coalesce(k.name, '') as key, coalesce(k.id::text, '') as key_id, d.model, sum(d.requests)::text as requests,
      sum(d.failures)::text as failures, sum(d.prompt_tokens)::text as prompt_tokens,
      sum(d.completion_tokens)::text as completion_tokens, trim_scale(sum(d.cost))::text as cost_usd
    from usage_days d join projects p on p.organization_id = d.organization_id and p.id = d.project_id
      left join keys k on k.organization_id = d.organization_id and k.id = d.key_id and k.id = any(${seen}::uuid[])
    where ${within(place, range)}
    group by p.slug, k.id, k.name, d.model order by 1, 2, 3, 4`;
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
