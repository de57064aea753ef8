import { shownOf, shownSecret } from "#lib/domain/keys/data.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import {
  type Asked,
  type ClusterNames,
  type Count,
  countSubjects,
  getSubject,
  listSubjects,
  type Place,
} from "./data.ts";
import type { Subject } from "./explain.ts";
import { highest, type ProjectRole, projectRoles } from "./permissions.ts";
import type { AccessQuery } from "./schema.ts";
import { live } from "./scope.ts";

/** What the portal answers to a question about rights at a place. */
export type PortalAnswer =
  | { by: "permission"; counts: Count[]; can: Page<Subject>; cannot: Page<Subject> }
  | { by: "person"; subject: Subject | null; reach: Reach | null }
  /** Everybody there, to choose from or to look at one by one. */
  | { by: "everybody"; page: Page<Subject> };

/** What else somebody has in an organization, beside a role in it. */
export type Reach = {
  projects: {
    slug: string;
    displayName: string;
    role: ProjectRole;
    grants: { role: string; group: string | null; until: Date | null }[];
  }[];
  /** Keys that work: their own, and services that they made. */
  keys: { id: string; name: string; service: boolean; shown: string; expiresAt: Date }[];
  /** Invitations to their address that nobody has answered. */
  invitations: {
    id: string;
    role: string;
    project: string | null;
    projectRole: string | null;
    expiresAt: Date;
  }[];
};

/** Reads what the portal says to a question. */
export async function readAnswer(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  query: AccessQuery,
): Promise<PortalAnswer> {
  const { by, permission, person, before, after, beforeNot, afterNot } = query;
  const list = (asked: Asked, at = { before, after }) => listSubjects(tx, place, names, asked, at);
  if (by === "permission")
    return {
      by,
      counts: await countSubjects(tx, place, names, permission),
      can: await list({ permission, can: true }),
      cannot: await list({ permission, can: false }, { before: beforeNot, after: afterNot }),
    };
  if (by === "person" && person) {
    const subject = await getSubject(tx, place, names, person);
    const whole = place.projectId === null && subject?.kind === "person";
    return { by, subject, reach: whole ? await reachOf(tx, place.organizationId, subject) : null };
  }
  const finding = by === "person" ? { q: query.q, everywhere: true } : {};
  return { by: "everybody", page: await list(finding) };
}

async function reachOf(
  tx: TenantTx,
  organizationId: string,
  { id: userId, detail: email }: Subject,
): Promise<Reach> {
  const memberships = await tx.membership.findMany({
    where: { organizationId, userId, project: { deletedAt: null }, ...live() },
    include: {
      project: { select: { id: true, slug: true, displayName: true } },
      mapping: { select: { groupName: true } },
    },
    orderBy: [{ project: { displayName: "asc" } }, { id: "asc" }],
  });
  const byProject = Map.groupBy(memberships, ({ projectId }) => projectId);
  const now = { gt: new Date() };
  const keys = await tx.key.findMany({
    where: {
      organizationId,
      revokedAt: null,
      expiresAt: now,
      disabledAt: null,
      OR: [{ userId }, { kind: { not: "personal" }, createdBy: userId }],
    },
    include: { secrets: shownSecret },
    orderBy: { name: "asc" },
  });
  const invitations = await tx.invitation.findMany({
    where: {
      organizationId,
      email: email?.toLowerCase() ?? "",
      acceptedAt: null,
      revokedAt: null,
      expiresAt: now,
    },
    include: { project: { select: { displayName: true } } },
    orderBy: { id: "asc" },
  });
  return {
    projects: [...byProject.values()].flatMap((rows) => {
      const project = rows[0]?.project;
      const grants = rows.map(({ role, mapping, expiresAt }) => ({
        role,
        group: mapping?.groupName ?? null,
        until: expiresAt,
      }));
      const roles = grants.map(({ role }) => role);
      return project ? [{ ...project, role: highest(projectRoles, roles) ?? "viewer", grants }] : [];
    }),
    keys: keys.map(({ id, name, kind, secrets, expiresAt }) => ({
      id,
      name,
      service: kind !== "personal",
      shown: shownOf(secrets),
      expiresAt,
    })),
    invitations: invitations.map(({ project, ...row }) => ({
      ...row,
      project: project?.displayName ?? null,
    })),
  };
}
