import { platformRoute } from "#lib/domain/access/route.ts";
import { type ExportRow, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { exportFile } from "#lib/domain/exports/file.ts";
import { noteDownload } from "#lib/domain/exports/mutations.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { fileResponse } from "#lib/infra/http/file.ts";

const platform = { organizationId: null };

/** The file of an export of the whole log. 404 when it is not ready, or its time is over. */
export const GET = platformRoute<{ export: string }, ExportRow>({
  permission: "platform:audit",
  read: async ({ tx, caller, params }) => {
    const row = await getReadyExport(tx, platform, idIn(params.export));
    if (row) await noteDownload(tx, caller, platform, row.id);
    return row;
  },
  answer: async ({ data, may, within }) =>
    fileResponse(
      exportFile(data, "platform", may, (position) => within((tx) => readPart(tx, data.id, position))),
    ),
});
