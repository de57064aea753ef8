import { tenantRoute } from "#lib/domain/access/route.ts";
import type { UsageLine } from "#lib/domain/usage/data.ts";
import { readUsageFile, usageFile } from "#lib/domain/usage/file.ts";
import type { Range } from "#lib/domain/usage/rules.ts";

/** A month of an organization's usage as CSV. That it was had is in its audit log. 404 where there is none. */
export const GET = tenantRoute<{ org: string }, { range: Range; lines: UsageLine[] }>({
  permission: "organization-usage:read",
  read: readUsageFile,
  answer: async ({ scope, data }) => usageFile(scope.organization.slug, data.range, data.lines),
});
