import type { NextRequest } from "next/server";
import { actorOf } from "#lib/domain/access/caller.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { recordOnce } from "#lib/domain/audit/mutations.ts";
import { contentTypes, linesAsText } from "#lib/domain/exports/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { fileResponse } from "#lib/infra/http/file.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { readUsageLines, type UsageLine, type UsagePlace } from "./data.ts";
import { monthRange, type Range } from "./rules.ts";

/** What was used as CSV, `usage_northmoor_2026-11-01_2026-11-22.csv`: whose, and of which days of UTC. */
export function usageFile(whose: string, { from, to }: Range, lines: readonly UsageLine[]): Response {
  const bytes = new TextEncoder().encode(linesAsText("csv", lines, true));
  return fileResponse({
    body: new Blob([bytes]).stream(),
    type: contentTypes.csv,
    name: `usage_${whose}_${from}_${to}.csv`,
    bytes: bytes.length,
  });
}

/**
 * Reads the month of an address for such a file, and writes down that somebody had it, but for who looks through another's eyes.
 * Null where nothing was used.
 */
export async function readUsageFile({
  tx,
  scope,
  request,
}: {
  tx: TenantTx;
  scope: TenantScope & UsagePlace;
  request: NextRequest;
}): Promise<{ range: Range; lines: UsageLine[] } | null> {
  const range = monthRange(request.nextUrl.searchParams.get("month"));
  const lines = await readUsageLines(tx, scope, range);
  if (lines.length === 0) return null;
  const { caller, organizationId, projectId = null } = scope;
  if (caller.viewing) return { range, lines };
  await recordOnce(tx, {
    action: "usage.download",
    outcome: "allowed",
    actor: actorOf(caller),
    requestId: newRequestId(),
    organizationId,
    projectId,
    target: { kind: "usage", id: `${range.from} ${range.to}` },
  });
  return { range, lines };
}
