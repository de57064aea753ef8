import { z } from "zod";
import { answerGatewayCall } from "#lib/domain/access/gateway.ts";
import { type GatewayOperation, inProject, readOperation } from "#lib/domain/access/operation.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { done } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { readUsage, type UsagePlace } from "./data.ts";
import { eventsOf, recordUsage } from "./mutations.ts";
import { rangeOf } from "./rules.ts";
import { organizationUsageQuery, type UsageGroup, usageQuery, usageReport, usageTaken } from "./schema.ts";

const mostBody = 16 * 1024 * 1024;

export const reportUsageOperation: GatewayOperation = {
  id: "reportUsage",
  method: "post",
  path: "/keys/usage",
  tag: "gateways",
  summary: "Report calls that are over",
  description:
    "In Portico's own shape, or as LiteLLM's `generic_api` callback sends them. Each call is counted once, however often it is reported; what cannot be counted is named and refuses no other.",
  body: usageReport,
  output: usageTaken,
  status: 200,
};

/** Answers `POST /api/v1/keys/usage`. */
export const answerUsage = (request: Request, requestId: string): Promise<Response> =>
  answerGatewayCall(
    request,
    requestId,
    usageReport,
    async ({ audience, body }) => {
      const { events, unreadable } = eventsOf(body);
      const { refused, ...taken } = await recordUsage(audience, events, requestId);
      return done({ value: { ...taken, refused: [...refused, ...unreadable] } });
    },
    mostBody,
  );

const sums = z.object({
  requests: z.int(),
  failures: z.int(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cost: z.number().meta({ description: "US dollars." }),
});

/** Rows of an answer, besides those of days. */
const MOST_ROWS = 1_000;
const days = `Days are those of UTC, both included; without them, the last thirty. The total is the sum of the rows. Keys that one does not see, and what comes after the first ${MOST_ROWS} rows, are one row without an id.`;
const used = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  rows: z.array(sums.extend({ id: z.string(), name: z.string() })),
  total: sums,
});

async function read(
  tx: TenantTx,
  scope: TenantScope & UsagePlace,
  { group, from, to }: { group: UsageGroup; from?: string | undefined; to?: string | undefined },
) {
  const range = rangeOf(from, to);
  const { by, total } = await readUsage(tx, scope, range, [group], MOST_ROWS);
  return { value: { ...range, rows: by[group], total } };
}

export const getUsage = readOperation({
  id: "getUsage",
  path: "/usage",
  tag: "usage",
  summary: "What a project used, by day, key or model",
  description: days,
  at: "project",
  permission: "usage:read",
  query: usageQuery,
  locate: inProject,
  output: used,
  read: ({ tx, scope, query }) => read(tx, scope, query),
});

export const getOrganizationUsage = readOperation({
  id: "getOrganizationUsage",
  path: "/organization-usage",
  tag: "usage",
  summary: "What all projects of an organization used, by day, key, model or project",
  description: days,
  at: "organization",
  permission: "organization-usage:read",
  query: organizationUsageQuery,
  output: used,
  read: ({ tx, scope, query }) => read(tx, scope, query),
});
