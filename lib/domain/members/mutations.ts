import type { Change } from "#lib/domain/access/change.ts";
import {
  type Holder,
  mayGrant,
  type OrganizationRole,
  type ProjectRole,
} from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
import { refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { memberJobs } from "./jobs.ts";
import { isLastOwner, reachesCluster } from "./rules.ts";

/** Where a role is given or taken, and by whom. `projectId` null: in the organization itself. */
export type Place = {
  organizationId: string;
  projectId: string | null;
  userId: string | null;
  holder: Holder;
};

type Grant = { role: OrganizationRole | ProjectRole; until: Date | null };

/** The role that was given to the person by name, locked until the transaction ends. */
async function lockRow(tx: TenantTx, { organizationId, projectId }: Place, userId: string) {
  const [row] = await tx.$queryRaw<
    { id: string; role: OrganizationRole | ProjectRole; until: Date | null }[]
  >`
    select id, role, expires_at as until from memberships
    where organization_id = ${organizationId}::uuid and project_id is not distinct from ${projectId}::uuid
      and user_id = ${userId}::uuid and mapping_id is null for update`;
  return row ?? null;
}

/**
 * Gives somebody of the organization a role there or in a project, in the place of the one they were given before. Nobody
 * gives or takes more than they hold; the last owner stays one.
 */
export async function setRole(
  tx: TenantTx,
  place: Place,
  userId: string,
  { role, until }: Grant,
  now = new Date(),
): Promise<Change<{ role: string; until: string | null }>> {
  const { organizationId, projectId, holder } = place;
  const at = projectId ? "project" : "organization";
  if (until && until <= now) return refused("date_past", { field: "until" });
  if (until && role === "owner") return refused("owner_stays", { field: "until" });
  const user = await tx.user.findFirst({
    where: { id: userId, memberships: { some: { organizationId, ...live(now) } } },
    select: { displayName: true },
  });
  if (!user) return refused("member_gone");
  const target = { kind: "user", id: userId, name: user.displayName };
  const before = await lockRow(tx, place, userId);
  const touched = before ? [before.role, role] : [role];
  if (!touched.every((one) => mayGrant(holder, one, at)))
    return { ...refused("role_above", { field: "role" }), audit: { target } };
  const id = before?.id ?? newId();
  try {
    await tx.$executeRaw`insert into memberships (id, organization_id, project_id, user_id, role, expires_at, created_by)
      values (${id}::uuid, ${organizationId}::uuid, ${projectId}::uuid, ${userId}::uuid, ${role}, ${until}, ${place.userId}::uuid)
      on conflict (organization_id, project_id, user_id, mapping_id) do update
        set role = excluded.role, expires_at = excluded.expires_at`;
  } catch (error) {
    if (isLastOwner(error)) return { ...refused("last_owner"), audit: { target } };
    throw error;
  }
  if (until)
    await enqueue(tx, memberJobs.expire, { organizationId, membershipId: id }, { startAfter: until });
  if (projectId) await requestApply(tx, organizationId, [projectId]);
  else if (touched.some(reachesCluster)) await requestApply(tx, organizationId, "all");
  await followGroups(tx, userId);
  const after = { role, until: until?.toISOString() ?? null };
  return {
    ok: true,
    value: after,
    audit: {
      target,
      detail: { before: before && { role: before.role, until: before.until?.toISOString() ?? null }, after },
    },
  };
}

/** Takes somebody's role in a project away. One that a group brings stays: it is the mapping's to end. */
export async function removeFromProject(
  tx: TenantTx,
  place: Place & { projectId: string },
  userId: string,
): Promise<Change<undefined>> {
  const { organizationId, projectId } = place;
  const before = await lockRow(tx, place, userId);
  if (!before) return refused("member_gone");
  const user = await tx.user.findUnique({ where: { id: userId }, select: { displayName: true } });
  await tx.membership.delete({ where: { id: before.id } });
  await followGroups(tx, userId);
  await requestApply(tx, organizationId, [projectId]);
  return {
    ok: true,
    value: undefined,
    audit: {
      target: { kind: "user", id: userId, name: user?.displayName },
      detail: { before: { role: before.role } },
    },
  };
}

/**
 * Ends all that somebody is in the organization: roles in it and in its projects, whether by name or by group, and open
 * invitations to their address.
 */
export async function removeFromOrganization(
  tx: TenantTx,
  place: Place,
  userId: string,
  now = new Date(),
): Promise<Change<undefined>> {
  const { organizationId, holder } = place;
  const rows = await tx.$queryRaw<{ id: string; projectId: string | null; role: OrganizationRole }[]>`
    select id, project_id as "projectId", role from memberships
    where organization_id = ${organizationId}::uuid and user_id = ${userId}::uuid order by id for update`;
  if (rows.length === 0) return refused("member_gone");
  const { displayName, email } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const target = { kind: "user", id: userId, name: displayName };
  const own = rows.filter(({ projectId }) => projectId === null);
  const leaves = userId === place.userId;
  if (!leaves && !own.every(({ role }) => mayGrant(holder, role, "organization")))
    return { ...refused("role_above"), audit: { target } };
  try {
    await tx.membership.deleteMany({ where: { organizationId, userId } });
  } catch (error) {
    if (isLastOwner(error)) return { ...refused("last_owner"), audit: { target } };
    throw error;
  }
  if (email && !leaves)
    await tx.invitation.updateMany({
      where: { organizationId, email: email.toLowerCase(), acceptedAt: null, revokedAt: null },
      data: { revokedAt: now, revokedBy: place.userId },
    });
  const all = own.some(({ role }) => reachesCluster(role));
  const projects = [...new Set(rows.flatMap(({ projectId }) => projectId ?? []))];
  await requestApply(tx, organizationId, all ? "all" : projects);
  return {
    ok: true,
    value: undefined,
    audit: {
      target,
      detail: { before: { roles: rows.map(({ projectId, role }) => ({ projectId, role })) } },
    },
  };
}

/** Takes a membership away whose date has come; null when it was changed or is gone. Safe to repeat. */
export async function expireMembership(
  tx: TenantTx,
  { organizationId, membershipId }: { organizationId: string; membershipId: string },
  now = new Date(),
): Promise<{ userId: string; projectId: string | null; role: string; name: string } | null> {
  const row = await tx.membership.findUnique({
    where: { id: membershipId },
    include: { user: { select: { displayName: true } } },
  });
  if (!row) return null;
  const gone = await tx.membership.deleteMany({ where: { id: membershipId, expiresAt: { lte: now } } });
  if (gone.count === 0) return null;
  const { userId, projectId, role, user } = row;
  if (projectId) await requestApply(tx, organizationId, [projectId]);
  else if (reachesCluster(role)) await requestApply(tx, organizationId, "all");
  await followGroups(tx, userId);
  return { userId, projectId, role, name: user.displayName };
}
