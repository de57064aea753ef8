import { tenantCommand } from "#lib/domain/access/command.ts";
import { done } from "#lib/domain/outcome.ts";
import { requestExport } from "./mutations.ts";
import { exportAuditInput, exportOrganizationInput } from "./schema.ts";

/** Asks for rows of the audit log as a file. */
export const exportAuditCommand = tenantCommand({
  name: "audit.export",
  at: "organization",
  permission: "audit:export",
  input: exportAuditInput,
  run: async ({ tx, scope, requestId, input: { format, filter } }) => {
    const { organizationId, actorId } = scope;
    const made = await requestExport(tx, {
      organizationId,
      kind: "audit",
      format,
      filter,
      askedBy: actorId,
      requestId,
    });
    return { ...done(made), audit: { target: { kind: "export", id: made.id }, detail: { format, filter } } };
  },
});

/** Asks for everything the organization has as a file. */
export const exportOrganizationCommand = tenantCommand({
  name: "organizations.export",
  at: "organization",
  permission: "organization:export",
  input: exportOrganizationInput,
  run: async ({ tx, scope, requestId }) => {
    const { organizationId, actorId } = scope;
    const made = await requestExport(tx, {
      organizationId,
      kind: "organization",
      format: "ndjson",
      askedBy: actorId,
      requestId,
    });
    return { ...done(made), audit: { target: { kind: "export", id: made.id } } };
  },
});
