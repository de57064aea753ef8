import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Grant, Subject } from "./explain.ts";
import type { Scope } from "./permissions.ts";
import { live } from "./scope.ts";

/** How the cluster names whom the portal knows. Without an issuer it knows nobody. */
export type ClusterNames = { issuer: string | undefined; subjectPrefix: string; groupPrefix: string };

/** Whose rights are asked about: an organization's, or those in one project of it. */
export type Place = { organizationId: string; projectId: string | null };

/** More than this nobody reads, nor is the cluster asked about. */
export const MOST_SUBJECTS = 500;

/**
 * Everybody with a role at a place, by name: people (for a project also the organization's owners and admins), service
 * tokens, and the groups that the cluster knows. Bots live in the cluster alone.
 */
export async function listSubjects(tx: TenantTx, place: Place, names: ClusterNames): Promise<Subject[]> {
  return [
    ...(await people(tx, place, names)),
    ...(await groups(tx, place, names)),
    ...(await tokens(tx, place)),
  ];
}

/** Rows that count at a place: for a project its own, and those of the organization that reach into it. */
const counting = ({ organizationId, projectId }: Place, reaching: string[]) => ({
  organizationId,
  OR:
    projectId === null ? [{ projectId: null }] : [{ projectId }, { projectId: null, role: { in: reaching } }],
});

const grantOf = (
  row: { projectId: string | null; role: string },
  more: Pick<Grant, "group" | "until">,
): Grant => ({ at: row.projectId === null ? "organization" : "project", role: row.role, ...more }) as Grant;

async function people(tx: TenantTx, place: Place, names: ClusterNames): Promise<Subject[]> {
  const rows = await tx.membership.findMany({
    where: { AND: [counting(place, ["owner", "admin"]), live()] },
    include: {
      user: {
        include: {
          identities: { where: { issuer: names.issuer ?? "" }, select: { subject: true, groups: true } },
        },
      },
      mapping: { select: { groupName: true } },
    },
    orderBy: [{ user: { displayName: "asc" } }, { userId: "asc" }, { id: "asc" }],
    take: 2 * MOST_SUBJECTS,
  });
  const byUser = new Map<string, Subject & { grants: Grant[] }>();
  for (const { user, mapping, expiresAt, ...row } of rows) {
    const [identity] = user.identities;
    const subject = byUser.get(user.id) ?? {
      kind: "person",
      id: user.id,
      name: user.displayName,
      detail: user.email,
      suspended: user.suspendedAt !== null,
      scopes: null,
      grants: [],
      cluster: identity
        ? {
            user: names.subjectPrefix + identity.subject,
            groups: identity.groups.map((group) => names.groupPrefix + group),
          }
        : null,
    };
    subject.grants.push(grantOf(row, { group: mapping?.groupName ?? null, until: expiresAt }));
    byUser.set(user.id, subject);
  }
  return [...byUser.values()].slice(0, MOST_SUBJECTS);
}

/** A group of the cluster's issuer is bound there as a whole, also for those of it who never signed in here. */
async function groups(tx: TenantTx, place: Place, names: ClusterNames): Promise<Subject[]> {
  if (!names.issuer || place.projectId === null) return [];
  const rows = await tx.groupMapping.findMany({
    where: { AND: [counting(place, ["admin"]), { issuer: names.issuer }] },
    orderBy: [{ groupName: "asc" }, { id: "asc" }],
  });
  const byName = new Map<string, Subject & { grants: Grant[] }>();
  for (const { groupName, ...row } of rows) {
    const subject = byName.get(groupName) ?? {
      kind: "group",
      id: groupName,
      name: groupName,
      detail: null,
      suspended: false,
      scopes: null,
      grants: [],
      cluster: { user: "", groups: [names.groupPrefix + groupName] },
    };
    subject.grants.push(grantOf(row, { group: groupName, until: null }));
    byName.set(groupName, subject);
  }
  return [...byName.values()];
}

/** Service tokens. A personal one never holds more than the person it is of. */
async function tokens(tx: TenantTx, { organizationId, projectId }: Place): Promise<Subject[]> {
  const rows = await tx.token.findMany({
    where: {
      organizationId,
      kind: "service",
      revokedAt: null,
      expiresAt: { gt: new Date() },
      OR:
        projectId === null
          ? [{ organizationRole: { not: null } }]
          : [{ projectId }, { organizationRole: { in: ["owner", "admin"] } }],
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: MOST_SUBJECTS,
  });
  return rows.map((row) => {
    const roles = [
      { projectId: null, role: row.organizationRole },
      { projectId: row.projectId, role: row.projectRole },
    ];
    return {
      kind: "token",
      id: row.id,
      name: row.name,
      detail: `${row.prefix}…${row.lastFour}`,
      suspended: false,
      scopes: new Set(row.scopes as Scope[]),
      grants: roles.flatMap(({ role, projectId: at }) =>
        role && (at === null || at === projectId)
          ? [grantOf({ projectId: at, role }, { group: null, until: row.expiresAt })]
          : [],
      ),
      cluster: null,
    };
  });
}
