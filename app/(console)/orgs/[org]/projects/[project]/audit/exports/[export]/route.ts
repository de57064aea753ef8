import { mayStill, projectRoute } from "#lib/domain/access/route.ts";
import { viewerNow } from "#lib/domain/access/viewer.ts";
import { type ExportRow, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { exportFile } from "#lib/domain/exports/file.ts";
import { noteDownload } from "#lib/domain/exports/mutations.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { fileResponse } from "#lib/infra/http/file.ts";

/** The file of one project's part of the log. 404 when it is not ready, or its time is over. */
export const GET = projectRoute<{ org: string; project: string; export: string }, ExportRow>({
  permission: "project-audit:read",
  read: async ({ tx, scope, params }) => {
    const row = await getReadyExport(tx, scope, idIn(params.export));
    if (row) await noteDownload(tx, scope.caller, scope, row.id);
    return row;
  },
  answer: async ({ scope, data }) => {
    const place = { org: scope.organization.slug, project: scope.project.slug };
    const may = async () => {
      const viewer = await viewerNow();
      return viewer !== null && mayStill(viewer, place, "project-audit:read");
    };
    const part = (position: number) => withTenant(scope, (tx) => readPart(tx, data.id, position));
    return fileResponse(exportFile(data, `${place.org}_${place.project}`, may, part));
  },
});
