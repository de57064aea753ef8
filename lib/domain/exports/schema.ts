import { z } from "zod";
import { auditQuery } from "#lib/domain/audit/schema.ts";

export const exportFormats = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What a file is made of: rows of the audit log, or everything an organization has. */
export const exportKinds = ["audit", "organization"] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Asks for the rows of the audit log that fit the filters, as a file. */
export const exportAuditInput = z.strictObject({
  format: z.enum(exportFormats),
  filter: auditQuery.partial().default({}),
});

/** Asks for everything the organization has, as a file of JSON lines. */
export const exportOrganizationInput = z.strictObject({});

const edge = z.uuid().nullable().catch(null);
/** Where a page of the list begins, as it stands in its address. */
export const exportsAt = z.object({ before: edge, after: edge });
