import { projectRoute } from "#lib/domain/access/route.ts";
import type { UsageLine } from "#lib/domain/usage/data.ts";
import { readUsageFile, usageFile } from "#lib/domain/usage/file.ts";
import type { Range } from "#lib/domain/usage/rules.ts";

/** A month of a project's usage as CSV. That it was had is in the audit log. 404 where there is none. */
export const GET = projectRoute<{ org: string; project: string }, { range: Range; lines: UsageLine[] }>({
  permission: "usage:read",
  read: readUsageFile,
  answer: async ({ scope, data }) =>
    usageFile(`${scope.organization.slug}_${scope.project.slug}`, data.range, data.lines),
});
