import type { z } from "zod";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { revokeKey } from "#lib/domain/keys/life.ts";
import { createKey } from "#lib/domain/keys/mutations.ts";
import { createKeyInput } from "#lib/domain/keys/schema.ts";
import { recordUsage } from "#lib/domain/usage/mutations.ts";
import type { UsageEvent } from "#lib/domain/usage/schema.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

const dayMs = 86_400_000;
const inDays = (count: number) => new Date(Date.now() + count * dayMs).toISOString();
/** How long the keys have been there; what is older than 31 days is counted nowhere. */
const days = 30;

/** US dollars for a million tokens, read and written. */
const prices: Record<string, [number, number]> = {
  "claude-sonnet-4-5": [3, 15],
  "claude-haiku-4-5": [1, 5],
  "gpt-5-mini": [0.25, 2],
};

/** A key of the demo, and how it is used on a working day: calls of a model, with tokens read and written each. */
type Habit = { model: string; calls: number; reads: number; writes: number };
type Kept = {
  by: Viewer;
  wanted: Partial<z.input<typeof createKeyInput>> & { name: string };
  habits: Habit[];
  revoked?: boolean;
};

const none = { requestsPerMinute: null, tokensPerMinute: null, tokensPerMonth: null, costPerMonth: null };

/** Between 0 and 1, the same in each demo: the world does not depend on chance. */
const noise = (n: number): number => Math.abs((Math.sin(n * 12.9898) * 43_758.5453) % 1);

/** What a key did from then on: less at weekends, no two days alike. */
function callsOf(key: { id: string; project: string }, habits: readonly Habit[]): UsageEvent[] {
  const now = Date.now();
  return habits.flatMap(({ model, calls, reads, writes }, habit) =>
    Array.from({ length: days }, (_, ago) => {
      const day = new Date(now - ago * dayMs);
      const share = [0, 6].includes(day.getUTCDay()) ? 0.2 : 1;
      const many = Math.round(calls * share * (0.6 + 0.8 * noise(ago + habit * 37)));
      return Array.from({ length: many }, (_, n): UsageEvent => {
        const failed = (ago * 7 + n) % 41 === 40;
        const swing = failed ? 0 : 0.5 + noise(ago * 100 + n);
        const [promptTokens, completionTokens] = [Math.round(reads * swing), Math.round(writes * swing)];
        const [read = 0, written = 0] = prices[model] ?? [];
        const ended = new Date(now - ago * dayMs - (n + 1) * 240_000);
        return {
          ...{
            id: `${key.id}-${habit}-${ago}-${n}`,
            key: key.id,
            project: key.project,
            reservation: null,
            call: null,
          },
          ...{ model, status: failed ? "failure" : "success", promptTokens, completionTokens },
          cost: (promptTokens * read + completionTokens * written) / 1_000_000,
          startedAt: new Date(ended.getTime() - 4_000).toISOString(),
          endedAt: ended.toISOString(),
        };
      });
    }).flat(),
  );
}

/** Makes a key as its maker would have a month ago, and lets it have been used since, by way of a gateway that knows it. */
async function keep(org: string, { by, wanted, habits, revoked }: Kept): Promise<void> {
  const scope = await resolveTenant(callerOfViewer(by), org);
  if (!scope) throw new Error(`${by.displayName} is not in ${org}.`);
  const input = createKeyInput.parse({ scopes: ["models:call"], expiresAt: inDays(90), ...wanted });
  // Its limits come last: for none of these calls was anything set aside, and the log would say so.
  const made = await withTenant(scope, (tx) => createKey(tx, scope, { ...input, limits: none }));
  if (!made.ok) throw new Error(`The key ${wanted.name} could not be made: ${made.reason}`);
  const { id, projectId } = made.value;
  const events = callsOf({ id, project: projectId ?? "" }, habits);
  await withTenant(scope, (tx) => tx.$queryRaw`select portico_gateway_knows(${id}::uuid, 'models')::text`);
  const { counted } = await recordUsage("models", events, newRequestId());
  if (counted < events.length) throw new Error(`Of the calls with ${wanted.name}, ${counted} were counted.`);
  await withTenant(scope, async (tx) => {
    const createdAt = new Date(Date.now() - days * dayMs);
    const last = events[0] ? new Date(events[0].endedAt) : null;
    await tx.key.update({ where: { id }, data: { createdAt, lastUsedAt: last, ...input.limits } });
    await tx.keySecret.updateMany({ where: { keyId: id }, data: { createdAt, lastUsedAt: last } });
    if (revoked) await revokeKey(tx, scope, id);
  });
}

/** Keys of Northmoor's projects with which models were called for a month. */
export async function seedUsage(people: { olga: Viewer; mia: Viewer; ed: Viewer }): Promise<void> {
  const { olga, mia, ed } = people;
  const sonnet = "claude-sonnet-4-5";
  const haiku = "claude-haiku-4-5";
  const kept: Kept[] = [
    {
      by: mia,
      wanted: {
        ...{ kind: "project", name: "Nightly evaluation", project: "retrieval-eval", projectRole: "editor" },
        models: [sonnet, haiku],
        limits: { ...none, requestsPerMinute: 60, tokensPerMonth: 3_000_000 },
      },
      habits: [
        { model: sonnet, calls: 6, reads: 5_200, writes: 900 },
        { model: haiku, calls: 4, reads: 2_100, writes: 400 },
      ],
    },
    {
      by: olga,
      wanted: {
        ...{ kind: "service", name: "Ingest pipeline", project: "retrieval-eval", projectRole: "editor" },
        scopes: ["sessions:write", "models:call"],
        limits: { ...none, costPerMonth: 40 },
      },
      habits: [{ model: haiku, calls: 8, reads: 3_400, writes: 250 }],
    },
    {
      by: ed,
      wanted: {
        ...{ kind: "personal", name: "Notebook", project: "retrieval-eval" },
        limits: { ...none, tokensPerMinute: 40_000 },
      },
      habits: [{ model: sonnet, calls: 3, reads: 1_800, writes: 700 }],
    },
    {
      by: olga,
      wanted: {
        ...{ kind: "project", name: "Digest writer", project: "incident-notes", projectRole: "editor" },
        models: ["gpt-5-mini"],
        expiresAt: inDays(9),
      },
      habits: [{ model: "gpt-5-mini", calls: 2, reads: 6_000, writes: 1_100 }],
    },
    {
      by: mia,
      wanted: { kind: "personal", name: "Old laptop", project: "retrieval-eval" },
      habits: [],
      revoked: true,
    },
  ];
  for (const one of kept) await keep("northmoor", one);
}
