import type { Prisma } from "#generated/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { exportJobs } from "./jobs.ts";
import type { ExportFormat, ExportKind } from "./schema.ts";

/** What is asked for. `askedBy` is a person or a service token; null asks in Portico's own name, and nobody's rights count. */
export type ExportRequest = {
  organizationId: string;
  kind: ExportKind;
  format: ExportFormat;
  filter?: Prisma.InputJsonObject;
  askedBy: string | null;
  requestId: string;
};

/** Asks for a file; a job makes it. Answers its id: its row's `state` says how far it is. */
export async function requestExport(tx: TenantTx, request: ExportRequest): Promise<{ id: string }> {
  const { organizationId, kind, format, filter = {}, askedBy, requestId } = request;
  const id = newId();
  await tx.export.create({
    data: { id, organizationId, kind, format, filter, createdBy: askedBy, requestId },
  });
  await enqueue(tx, exportJobs.run, { organizationId, exportId: id });
  return { id };
}
