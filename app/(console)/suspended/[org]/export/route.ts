import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { problemOf } from "#lib/domain/access/problems.ts";
import { userRoute } from "#lib/domain/access/route.ts";
import { viewerNow } from "#lib/domain/access/viewer.ts";
import { closingExport, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { exportFile } from "#lib/domain/exports/file.ts";
import { noteDownload } from "#lib/domain/exports/mutations.ts";
import { refused } from "#lib/domain/outcome.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { fileResponse } from "#lib/infra/http/file.ts";

/** Everything that an organization had which is being deleted or is gone, for its owners. 404 for everybody else, and before it is made. */
export const GET = userRoute<{ org: string }>(async ({ request, params: { org }, viewer, requestId }) => {
  // Nothing that is the person's own is seen through another's eyes.
  const found = viewer.viewing ? null : await closingExport(viewer.userId, org);
  if (!found) return problemOf(refused("not_found"), requestId);
  const { organizationId } = found;
  const within = <T>(work: Parameters<typeof withTenant<T>>[1]) =>
    withTenant({ organizationId, userId: viewer.userId }, work);
  const row = await within(async (tx) => {
    const ready = await getReadyExport(tx, { organizationId }, found.row.id);
    const caller = callerOfViewer(viewer, clientAddress(request.headers));
    if (ready) await noteDownload(tx, caller, { organizationId }, ready.id);
    return ready;
  });
  if (!row) return problemOf(refused("not_found"), requestId);
  const may = async () => {
    const now = await viewerNow();
    return now !== null && !now.viewing && (await closingExport(now.userId, org)) !== null;
  };
  return fileResponse(
    exportFile(row, org, may, (position) => within((tx) => readPart(tx, row.id, position))),
  );
});
