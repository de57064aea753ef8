import { actorOf } from "#lib/domain/access/caller.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { recordOnce } from "#lib/domain/audit/mutations.ts";
import { contentTypes, linesAsText } from "#lib/domain/exports/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { fileResponse } from "#lib/infra/http/file.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import type { UsageLine } from "./data.ts";
import type { Range } from "./rules.ts";

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

/** Writes down that somebody had what an organization or a project used as a file. Through another's eyes nothing is written. */
export async function noteUsageFile(
  tx: TenantTx,
  { caller, organizationId, projectId = null }: TenantScope & { projectId?: string | null },
  { from, to }: Range,
): Promise<void> {
  if (caller.viewing) return;
  await recordOnce(tx, {
    action: "usage.download",
    outcome: "allowed",
    actor: actorOf(caller),
    requestId: newRequestId(),
    organizationId,
    projectId,
    target: { kind: "usage", id: `${from} ${to}` },
  });
}
