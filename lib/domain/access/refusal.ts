import { z } from "zod";
import { withoutSecrets } from "#lib/domain/audit/rules.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import type { Caller } from "./caller.ts";
import { type ClusterNames, listSubjects } from "./data.ts";
import { rolesWith } from "./explain.ts";
import { pageTarget } from "./mutations.ts";
import { allPermissions, can, effectiveProjectRole, type Permission } from "./permissions.ts";
import { resolveProject, resolveTenant } from "./scope.ts";

/** Why somebody was refused a page, for themselves to read. */
export type Refusal = {
  /** Where the role would have to be higher. */
  place: { org: string; project: string | null; name: string };
  /** What they are there; null for nothing. */
  role: string | null;
  permission: Permission;
  /** The roles that hold it. */
  roles: string[];
  /** A few people who can give one of these; nobody to whom does not see the organization's people. */
  givers: string[];
  /** Of the refusal in the audit log. */
  requestId: string | null;
};

const GIVERS_NAMED = 3;
const noted = z.object({ permission: z.enum(allPermissions) });

/** The last refusal of a page to somebody who belongs to its organization, by the page's address; null for none. */
export async function whyRefused(caller: Caller, path: string, names: ClusterNames): Promise<Refusal | null> {
  const [, org, slug] = /^\/orgs\/([^/?]+)(?:\/projects\/([^/?]+))?/.exec(path) ?? [];
  const scope = org ? await resolveTenant(caller, org) : null;
  if (!scope) return null;
  const { organizationId, userId } = scope;
  return withTenant(scope, async (tx) => {
    const row = await tx.auditEvent.findFirst({
      where: {
        organizationId,
        actorUserId: userId,
        action: "pages.open",
        reason: "forbidden",
        targetName: withoutSecrets(pageTarget(path).name),
      },
      orderBy: { seq: "desc" },
    });
    const asked = noted.safeParse(row?.detail);
    if (!row || !asked.success) return null;
    const { permission } = asked.data;
    const project = row.projectId && slug ? await resolveProject(tx, scope, slug) : null;
    const { holder } = project ?? scope;
    const at = project ? "project" : "organization";
    const manage = project ? "project-members:manage" : "members:manage";
    const place = { organizationId, projectId: project?.projectId ?? null };
    const { rows } = can(holder, "members:read")
      ? await listSubjects(tx, place, names, { permission: manage, can: true }, undefined, GIVERS_NAMED)
      : { rows: [] };
    return {
      place: {
        org: scope.organization.slug,
        project: project?.project.slug ?? null,
        name: (project?.project ?? scope.organization).displayName,
      },
      role: project ? effectiveProjectRole(holder) : holder.organizationRole,
      permission,
      roles: rolesWith(at, permission),
      givers: rows.filter(({ kind }) => kind === "person").map(({ name }) => name),
      requestId: row.requestId,
    };
  });
}
