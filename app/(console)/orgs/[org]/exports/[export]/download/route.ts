import { tenantRoute } from "#lib/domain/access/route.ts";
import { type ExportRow, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { exportFile, kindsFor } from "#lib/domain/exports/file.ts";
import { noteDownload } from "#lib/domain/exports/mutations.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { fileResponse } from "#lib/infra/http/file.ts";

/** The file of an organization's export. 404 when it is not ready, or its time is over. */
export const GET = tenantRoute<{ org: string; export: string }, ExportRow>({
  permission: ["audit:export", "organization:export"],
  read: async ({ tx, scope, params }) => {
    const row = await getReadyExport(tx, scope, idIn(params.export));
    if (!row || !kindsFor(scope.holder).includes(row.kind)) return null;
    await noteDownload(tx, scope.caller, scope, row.id);
    return row;
  },
  answer: async ({ scope, data, may }) => {
    const part = (position: number) => withTenant(scope, (tx) => readPart(tx, data.id, position));
    return fileResponse(exportFile(data, scope.organization.slug, may, part));
  },
});
