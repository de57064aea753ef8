import { z } from "zod";
import type { Caller } from "#lib/domain/access/caller.ts";
import {
  behind,
  changeOperation,
  inProjectPath,
  instant,
  page,
  pageFrom,
  paging,
  projectPath,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { auditAsked } from "#lib/domain/audit/schema.ts";
import { type AnyTx, withTenant } from "#lib/infra/db/transaction.ts";
import {
  exportAuditCommand,
  exportOrganizationCommand,
  exportPlatformAuditCommand,
  exportProjectAuditCommand,
} from "./commands.ts";
import {
  type ExportPlace,
  getReadyExport,
  getExport as readExport,
  listExports as readExports,
  readPart,
} from "./data.ts";
import { exportFile, kindsFor } from "./file.ts";
import { noteDownload } from "./mutations.ts";
import { type ExportKind, exportFormats, exportKinds } from "./schema.ts";

const file = z
  .object({
    id: z.uuid(),
    kind: z.enum(exportKinds),
    format: z.enum(exportFormats),
    state: z.enum(["queued", "running", "done", "failed", "expired"]),
    rows: z.number().int(),
    bytes: z.number().int(),
    message: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant.nullable().meta({ description: "Until when the file can be had." }),
  })
  .meta({ id: "Export" });
const asked = z.object({ id: z.uuid() });
const rows = z.strictObject({ format: z.enum(exportFormats), filter: auditAsked.default({}) });

export const exportAudit = changeOperation({
  id: "exportAudit",
  method: "post",
  path: "/exports/audit",
  tag: "exports",
  summary: "Ask for events of the audit log as a file",
  at: "organization",
  command: exportAuditCommand,
  body: rows,
  output: asked,
  status: 202,
});

export const exportOrganization = changeOperation({
  id: "exportOrganization",
  method: "post",
  path: "/exports/organization",
  tag: "exports",
  summary: "Ask for everything the organization has as a file of JSON lines",
  at: "organization",
  command: exportOrganizationCommand,
  output: asked,
  status: 202,
});

type Asked = { limit: number; after?: string };

async function list(tx: AnyTx, place: ExportPlace, kinds: readonly ExportKind[], { limit, after }: Asked) {
  const { rows, older } = await readExports(tx, place, kinds, behind(after), limit);
  return { value: pageFrom(rows, older) };
}

/** A file that can be had now, and that somebody took it. */
async function take(tx: AnyTx, caller: Caller, place: ExportPlace, kinds: readonly ExportKind[], id: string) {
  const row = await getReadyExport(tx, place, id);
  if (!row || !kinds.includes(row.kind)) return null;
  await noteDownload(tx, caller, place, row.id);
  return row;
}

export const listExports = readOperation({
  id: "listExports",
  path: "/exports",
  tag: "exports",
  summary: "Files of the organization, newest first",
  at: "organization",
  permission: "audit:export",
  query: paging(z.uuid()),
  output: page(file),
  read: ({ tx, scope, query }) => list(tx, scope, kindsFor(scope.holder), query),
});

const params = z.object({ export: z.uuid() });

export const getExport = readOperation({
  id: "getExport",
  path: "/exports/{export}",
  tag: "exports",
  summary: "One file: how far it is",
  at: "organization",
  permission: "audit:export",
  params,
  output: file,
  read: async ({ tx, scope, params: { export: id } }) => {
    const row = await readExport(tx, scope, kindsFor(scope.holder), id);
    return row && { value: row };
  },
});

const download = {
  tag: "exports",
  summary: "The file itself",
  description:
    "As CSV or JSON lines, whichever was asked for. 404 until it is done, and once its time is over.",
  output: null,
  file: ["text/csv", "application/x-ndjson"],
} as const;

export const downloadExport = readOperation({
  ...download,
  id: "downloadExport",
  path: "/exports/{export}/file",
  at: "organization",
  permission: "audit:export",
  params,
  read: async ({ tx, scope, caller, params: { export: id }, still }) => {
    const row = await take(tx, caller, scope, kindsFor(scope.holder), id);
    const part = (position: number) => withTenant(scope, (own) => readPart(own, id, position));
    return row && { file: exportFile(row, scope.organization.slug, still, part) };
  },
});

export const exportProjectAudit = changeOperation({
  id: "exportProjectAudit",
  method: "post",
  path: "/projects/{project}/exports",
  tag: "exports",
  summary: "Ask for events of a project as a file",
  at: "project",
  command: exportProjectAuditCommand,
  params: projectPath,
  body: rows,
  output: asked,
  status: 202,
  locate: inProjectPath,
});

export const listProjectExports = readOperation({
  id: "listProjectExports",
  path: "/projects/{project}/exports",
  tag: "exports",
  summary: "Files of a project's events, newest first",
  at: "project",
  permission: "project-audit:read",
  params: projectPath,
  query: paging(z.uuid()),
  output: page(file),
  locate: inProjectPath,
  read: ({ tx, scope, query }) => list(tx, scope, ["audit"], query),
});

export const downloadProjectExport = readOperation({
  ...download,
  id: "downloadProjectExport",
  path: "/projects/{project}/exports/{export}/file",
  at: "project",
  permission: "project-audit:read",
  params: projectPath.extend(params.shape),
  locate: inProjectPath,
  read: async ({ tx, scope, caller, params: { export: id }, still }) => {
    const row = await take(tx, caller, scope, ["audit"], id);
    const part = (position: number) => withTenant(scope, (own) => readPart(own, id, position));
    const whose = `${scope.organization.slug}_${scope.project.slug}`;
    return row && { file: exportFile(row, whose, still, part) };
  },
});

const platform = { organizationId: null };

export const exportPlatformAudit = changeOperation({
  id: "exportPlatformAudit",
  method: "post",
  path: "/platform/exports",
  tag: "platform",
  summary: "Ask for events of every log as a file",
  at: "platform",
  command: exportPlatformAuditCommand,
  body: rows,
  output: asked,
  status: 202,
});

export const listPlatformExports = readOperation({
  id: "listPlatformExports",
  path: "/platform/exports",
  tag: "platform",
  summary: "Files of every log's events, newest first",
  at: "platform",
  permission: "platform:audit",
  query: paging(z.uuid()),
  output: page(file),
  read: ({ tx, query }) => list(tx, platform, ["audit"], query),
});

export const downloadPlatformExport = readOperation({
  ...download,
  id: "downloadPlatformExport",
  path: "/platform/exports/{export}/file",
  tag: "platform",
  at: "platform",
  permission: "platform:audit",
  params,
  read: async ({ tx, caller, params: { export: id }, still, within }) => {
    const row = await take(tx, caller, platform, ["audit"], id);
    const part = (position: number) => within((own) => readPart(own, id, position));
    return row && { file: exportFile(row, "platform", still, part) };
  },
});
