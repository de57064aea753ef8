import { Prisma } from "#generated/client.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { sightOfKeys } from "#lib/domain/keys/standing.ts";
import type { TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import { dayOf, daysOf, monthOf, type Range, rangeOf, type UsageRow, type UsageSums } from "./rules.ts";
import type { UsageGroup } from "./schema.ts";

const groups = {
  day: Prisma.sql`d.day`,
  key: Prisma.sql`k.id`,
  model: Prisma.sql`d.model`,
  project: Prisma.sql`d.project_id`,
} satisfies Record<UsageGroup, Prisma.Sql>;

/** An organization, or one project of it. */
export type UsagePlace = { organizationId: string; projectId?: string };

const at = ({ organizationId, projectId }: UsagePlace) =>
  Prisma.sql`d.organization_id = ${organizationId}::uuid
    ${projectId ? Prisma.sql`and d.project_id = ${projectId}::uuid` : Prisma.empty}`;

const within = (place: UsagePlace, { from, to }: Range) =>
  Prisma.sql`${at(place)} and d.day between ${from}::date and ${to}::date`;

/** The keys that the caller sees, beside what they used. Who may read what was used is not told whose other keys there are. */
function seenKeys(scope: TenantScope) {
  const sight = sightOfKeys(scope);
  const seen =
    sight === "all"
      ? Prisma.empty
      : Prisma.sql`and (k.user_id = ${sight.userId}::uuid or k.project_id = any(${sight.projectIds}::uuid[]) or k.id = ${sight.keyId}::uuid)`;
  return Prisma.sql`left join keys k on k.organization_id = d.organization_id and k.id = d.key_id ${seen}`;
}

/**
 * What the caller's organization or project used in the days of UTC from `from` to `to`, both included, by each of some groups:
 * in the order of the days, else what was used most first. Keys that they do not see, and what comes after the first `most` of a
 * group other than days, are one row, the last, without an id or a name. All of it is of one moment, so each group's rows come
 * to the total, as the database adds them.
 */
export async function readUsage<Group extends UsageGroup>(
  tx: TenantTx,
  scope: TenantScope & UsagePlace,
  range: Range,
  by: readonly Group[],
  most: number | null = null,
): Promise<{ by: Record<Group, UsageRow[]>; total: UsageSums }> {
  const columns = by.map((group) => groups[group]);
  const which = by.map((group) => Prisma.sql`when grouping(${groups[group]}) = 0 then ${group}`);
  const found = await tx.$queryRaw<(UsageSums & { group: Group | ""; id: string })[]>`
    with sums as (
      select case ${Prisma.join(which, " ")} else '' end as "group",
        coalesce(${Prisma.join(columns.map((column) => Prisma.sql`${column}::text`))}, '') as id, sum(d.requests) as requests,
        sum(d.failures) as failures, sum(d.prompt_tokens) as prompt, sum(d.completion_tokens) as completion, sum(d.cost) as cost
      from usage_days d ${(by as readonly UsageGroup[]).includes("key") ? seenKeys(scope) : Prisma.empty}
      where ${within(scope, range)}
      group by grouping sets (${Prisma.join(columns.map((column) => Prisma.sql`(${column})`))}, ())
    ), ranked as (
      select *, row_number() over (partition by "group" order by id = '', requests desc, id) as place from sums
    )
    select "group", case when place <= ${most}::int or ${most}::int is null or "group" = 'day' then id else '' end as id,
      coalesce(sum(requests), 0)::int as requests, coalesce(sum(failures), 0)::int as failures, coalesce(sum(prompt), 0)::float8 as "promptTokens",
      coalesce(sum(completion), 0)::float8 as "completionTokens", coalesce(sum(cost), 0)::float8 as cost
    from ranked group by 1, 2 order by min(place)`;
  const idsOf = (of: UsageGroup) => found.flatMap(({ group, id }) => (group === of && id ? [id] : []));
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

/** Whether a place used anything before a day of UTC: where it did not, no page leads to earlier months. */
export async function usedBefore(tx: TenantTx, place: UsagePlace, day: string): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ used: boolean }[]>`
    select exists(select from usage_days d where ${at(place)} and d.day < ${day}::date) as used`;
  return found?.used === true;
}

/** A line of a file: a project's slug, a key's name and id (empty for those that one does not see), a model, and exact sums of them. */
export type UsageLine = Record<
  "project" | "key" | "key_id" | "model" | "requests" | "failures" | "prompt_tokens" | "completion_tokens",
  string
> & { cost_usd: string };

/** As many lines a file has: some 3 MB. */
const MOST_LINES = 20_000;

/**
 * What a caller's organization or project used, as lines of a file, which come to the same total. Beyond `most` what was asked for
 * least is one line that names nothing.
 */
export async function readUsageLines(
  tx: TenantTx,
  scope: TenantScope & UsagePlace,
  range: Range,
  most = MOST_LINES,
): Promise<UsageLine[]> {
  return tx.$queryRaw<UsageLine[]>`
    with lines as (
      select p.slug as project, coalesce(k.name, '') as key, coalesce(k.id::text, '') as key_id, d.model, sum(d.requests) as requests,
        sum(d.failures) as failures, sum(d.prompt_tokens) as prompt, sum(d.completion_tokens) as completion, sum(d.cost) as cost,
        row_number() over (order by sum(d.requests) desc, p.slug, k.id, d.model) <= ${most}::int as shown
      from usage_days d join projects p on p.organization_id = d.organization_id and p.id = d.project_id ${seenKeys(scope)}
      where ${within(scope, range)}
      group by p.slug, k.id, k.name, d.model
    )
    select case when shown then project else '' end as project, case when shown then key else '' end as key,
      case when shown then key_id else '' end as key_id, case when shown then model else '' end as model, sum(requests)::text as requests,
      sum(failures)::text as failures, sum(prompt)::text as prompt_tokens, sum(completion)::text as completion_tokens,
      trim_scale(sum(cost))::text as cost_usd
    from lines group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
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
