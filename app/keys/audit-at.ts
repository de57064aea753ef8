import { paths } from "#app/paths.ts";

/** The address of the log that has a key's rows, with what is added to it. */
export type AuditAt = (query: Record<string, string | null>) => string;

/** That of an organization, or of one of its projects. */
export const auditOf =
  ({ org, project }: { org: string; project?: string }): AuditAt =>
  (query) =>
    project ? paths.projectAudit({ org, project }, query) : paths.audit({ org }, query);
