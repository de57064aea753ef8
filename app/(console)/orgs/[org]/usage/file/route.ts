import { tenantRoute } from "#lib/domain/access/route.ts";
import { readUsageLines, type UsageLine } from "#lib/domain/usage/data.ts";
import { noteUsageFile, usageFile } from "#lib/domain/usage/file.ts";
import { monthRange, type Range } from "#lib/domain/usage/rules.ts";

/** A month of an organization's usage as CSV. That it was had is in its audit log. 404 where there is none. */
export const GET = tenantRoute<{ org: string }, { range: Range; lines: UsageLine[] }>({
  permission: "organization-usage:read",
  read: async ({ tx, scope, request }) => {
    const range = monthRange(request.nextUrl.searchParams.get("month"));
    const lines = await readUsageLines(tx, scope, range);
    if (lines.length === 0) return null;
    await noteUsageFile(tx, scope, range);
    return { range, lines };
  },
  answer: async ({ scope, data }) => usageFile(scope.organization.slug, data.range, data.lines),
});
