import { z } from "zod";
import { can } from "#lib/domain/access/permissions.ts";
import { tenantRoute } from "#lib/domain/access/route.ts";
import { type ExportRow, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { contentTypes, fileName } from "#lib/domain/exports/rules.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";

/**
 * The file of an export, part by part as it is read. Before each part the right to have it is asked for again: a file that
 * is under way ends with an error when it was taken away. 404 when it is not ready, or its time is over.
 */
export const GET = tenantRoute<{ org: string; export: string }, ExportRow>({
  permission: ["audit:export", "organization:export"],
  read: async ({ tx, scope, params }) => {
    const id = z.uuid().safeParse(params.export).data;
    const row = id ? await getReadyExport(tx, id) : null;
    const permission = row?.kind === "organization" ? "organization:export" : "audit:export";
    return row && can(scope.holder, permission) ? row : null;
  },
  answer: async ({ scope, data, may }) => {
    let position = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (!(await may())) return controller.error(new Error("The right to this file was taken away."));
        const part = await withTenant(scope, (tx) => readPart(tx, data.id, position++));
        if (part) controller.enqueue(part);
        else controller.close();
      },
    });
    const name = fileName(data.kind, scope.organization.slug, data.format, data.createdAt);
    return new Response(body, {
      headers: {
        "content-type": contentTypes[data.format],
        "content-length": String(data.bytes),
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  },
});
