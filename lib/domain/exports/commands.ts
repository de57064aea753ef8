import { platformCommand, tenantCommand } from "#lib/domain/access/command.ts";
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

/** Asks for rows of one project's part of the log as a file. */
export const exportProjectAuditCommand = tenantCommand({
  name: "project-audit.export",
  at: "project",
  permission: "project-audit:read",
  input: exportAuditInput,
  run: async ({ tx, scope, requestId, input: { format, filter } }) => {
    const { organizationId, projectId, actorId: askedBy } = scope;
    const asked = { organizationId, projectId, kind: "audit", format, filter, askedBy, requestId } as const;
    const made = await requestExport(tx, asked);
    return { ...done(made), audit: { target: { kind: "export", id: made.id }, detail: { format, filter } } };
  },
});

/** Asks for rows of every chain of the log as a file. */
export const exportPlatformAuditCommand = platformCommand({
  name: "platform-audit.export",
  permission: "platform:audit",
  input: exportAuditInput,
  run: async ({ tx, caller: { actorId: askedBy }, requestId, input: { format, filter } }) => {
    const asked = { organizationId: null, kind: "audit", format, filter, askedBy, requestId } as const;
    const made = await requestExport(tx, asked);
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
