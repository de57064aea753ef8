import { platformCommand, tenantCommand } from "#lib/domain/access/command.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { mayHaveExport } from "./data.ts";
import { type ExportRequest, requestExport } from "./mutations.ts";
import { exportAuditInput, exportOrganizationInput } from "./schema.ts";

/** Asks for a file in somebody's name, if whoever makes it will find that they may have it. */
async function ask(tx: AnyTx, request: ExportRequest) {
  if (!(await mayHaveExport(tx, request))) return refused("export_by_token");
  const { format, filter } = request;
  const made = await requestExport(tx, request);
  const detail = filter && { format, filter };
  return { ...done(made), audit: { target: { kind: "export", id: made.id }, detail } };
}

/** Asks for rows of the audit log as a file. */
export const exportAuditCommand = tenantCommand({
  name: "audit.export",
  at: "organization",
  permission: "audit:export",
  input: exportAuditInput,
  run: async ({ tx, scope: { organizationId, actorId: askedBy }, requestId, input: { format, filter } }) =>
    ask(tx, { organizationId, kind: "audit", format, filter, askedBy, requestId }),
});

/** Asks for rows of one project's part of the log as a file. */
export const exportProjectAuditCommand = tenantCommand({
  name: "project-audit.export",
  at: "project",
  permission: "project-audit:read",
  input: exportAuditInput,
  run: async ({ tx, scope, requestId, input: { format, filter } }) => {
    const { organizationId, projectId, actorId: askedBy } = scope;
    return ask(tx, { organizationId, projectId, kind: "audit", format, filter, askedBy, requestId });
  },
});

/** Asks for rows of every chain of the log as a file. */
export const exportPlatformAuditCommand = platformCommand({
  name: "platform-audit.export",
  permission: "platform:audit",
  input: exportAuditInput,
  run: async ({ tx, caller: { actorId: askedBy }, requestId, input: { format, filter } }) =>
    ask(tx, { organizationId: null, kind: "audit", format, filter, askedBy, requestId }),
});

/** Asks for everything the organization has as a file. */
export const exportOrganizationCommand = tenantCommand({
  name: "organizations.export",
  at: "organization",
  permission: "organization:export",
  input: exportOrganizationInput,
  run: async ({ tx, scope: { organizationId, actorId: askedBy }, requestId }) =>
    ask(tx, { organizationId, kind: "organization", format: "ndjson", askedBy, requestId }),
});
