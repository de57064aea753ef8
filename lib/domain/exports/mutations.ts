import type { Prisma } from "#generated/client.ts";
import { actorOf, type Caller } from "#lib/domain/access/caller.ts";
import { recordOnce } from "#lib/domain/audit/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import type { ExportPlace } from "./data.ts";
import { exportJobs } from "./jobs.ts";
import type { ExportFormat, ExportKind } from "./schema.ts";

/** What is asked for. `askedBy` is a person or a service key; null asks in Portico's own name, and nobody's rights count. */
export type ExportRequest = ExportPlace & {
  kind: ExportKind;
  format: ExportFormat;
  filter?: Prisma.InputJsonObject;
  askedBy: string | null;
  requestId: string;
};

/** Asks for a file; a job makes it. Answers its id: its row's `state` says how far it is. */
export async function requestExport(tx: AnyTx, request: ExportRequest): Promise<{ id: string }> {
  const { organizationId, projectId = null, kind, format, filter = {}, askedBy, requestId } = request;
  const id = newId();
  await tx.export.create({
    data: { id, organizationId, projectId, kind, format, filter, createdBy: askedBy, requestId },
  });
  await enqueue(tx, exportJobs.run, { organizationId, exportId: id });
  return { id };
}

/**
 * Writes down that somebody took a file. Nothing for who looks through another's eyes: their transaction cannot write, and
 * that they came is written down already.
 */
export async function noteDownload(
  tx: AnyTx,
  caller: Caller,
  { organizationId, projectId = null }: ExportPlace,
  exportId: string,
): Promise<void> {
  if (caller.viewing) return;
  await recordOnce(tx, {
    action: "exports.download",
    outcome: "allowed",
    actor: actorOf(caller),
    requestId: newRequestId(),
    organizationId,
    projectId,
    target: { kind: "export", id: exportId },
  });
}
