import { paths } from "#app/paths.ts";

/** The address of the log that has a key's rows, with what is added to it. */
export type AuditAt = (query: Record<string, string | null>) => string;

/** That of an organization, of one of its projects, or (null) of the platform. */
export const auditOf =
  (place: { org: string; project?: string } | null): AuditAt =>
  (query) => {
    if (!place) return paths.platformAudit(query);
    const { org, project } = place;
    return project ? paths.projectAudit({ org, project }, query) : paths.audit({ org }, query);
  };
