import type { Caller } from "#lib/domain/access/caller.ts";
import type { Change } from "#lib/domain/access/change.ts";
import { endOf, type Grant, grantRefusal, type Holder, mayGrant } from "#lib/domain/access/permissions.ts";
import { live, rolesOf } from "#lib/domain/access/scope.ts";
import { tell } from "#lib/domain/emails/mutations.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
import { refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { listServicesBy, type Service } from "./data.ts";
import { memberJobs } from "./jobs.ts";
import { isLastOwner, outlasts, reachesCluster } from "./rules.ts";

/** Who gives or takes a role, and where: without `projectId` in the organization itself. Every scope is one. */
export type Giver = {
  organizationId: string;
  projectId?: string | null;
  userId: string | null;
  holder: Holder;
  caller?: Pick<Caller, "groupRoles">;
};

type Row = Grant & { id: string; userId: string; projectId: string | null; byGroup: boolean; live: boolean };

/**
 * Locks all that somebody is in the organization, and all that the giver is, in one order: of two who change each other at
 * once the second waits, and is then asked for what the first has left them.
 */
async function lockRows(
  tx: TenantTx,
  { organizationId, userId: giver }: Giver,
  userId: string,
  now: Date,
): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    select id, user_id as "userId", project_id as "projectId", role, expires_at as until, mapping_id is not null as "byGroup",
      expires_at is null or expires_at > ${now} as live
    from memberships where organization_id = ${organizationId}::uuid and user_id = any(${[userId, giver ?? userId]}::uuid[])
    order by id for update`;
}

/** What the giver holds by the locked rows; of whom a key of a service or a token that says its groups lets in, what it said. */
function holderOf({ userId, projectId, holder, caller }: Giver, rows: readonly Row[]): Holder {
  if (userId === null || !caller || caller.groupRoles) return holder;
  const own = rows.filter((row) => row.userId === userId && row.live);
  const { organizationRole, organizationUntil, projectRoles, projectEnds } = rolesOf(
    own.map(({ until: expiresAt, ...row }) => ({ ...row, expiresAt })),
  );
  const at = projectId ?? "";
  return {
    ...holder,
    organizationRole,
    organizationUntil,
    projectRole: projectRoles.get(at) ?? null,
    projectUntil: projectEnds.get(at) ?? null,
  };
}

/** The role that was given to the person by name at the place. */
const given = (rows: readonly Row[], { projectId }: Giver, userId: string): Row | null =>
  rows.find((row) => row.userId === userId && row.projectId === (projectId ?? null) && !row.byGroup) ?? null;

/**
 * Gives somebody of the organization a role there or in a project, in the place of the one they were given before. Nobody
 * gives or takes more than they hold, for longer than they hold it, or raises themselves; the last owner stays one.
 */
export async function setRole(
  tx: TenantTx,
  giver: Giver,
  userId: string,
  { role, until }: Grant,
  now = new Date(),
): Promise<Change<{ role: string; until: string | null }>> {
  const { organizationId, projectId = null } = giver;
  const at = projectId ? "project" : "organization";
  if (until && until <= now) return refused("date_past", { field: "until" });
  if (until && role === "owner") return refused("owner_stays", { field: "until" });
  const rows = await lockRows(tx, giver, userId, now);
  const user = rows.some((row) => row.userId === userId && row.live)
    ? await tx.user.findUnique({ where: { id: userId }, select: { displayName: true } })
    : null;
  if (!user) return refused("member_gone");
  const audit = { target: { kind: "user", id: userId, name: user.displayName } };
  const holder = holderOf(giver, rows);
  const before = given(rows, giver, userId);
  const oneself = userId === giver.userId;
  const reason = grantRefusal(holder, at, { before, after: { role, until }, oneself });
  if (reason === "role_outlasts") return { ...outlasts(endOf(holder, at), "until"), audit };
  if (reason) return { ...refused(reason, { field: "role" }), audit };
  const id = before?.id ?? newId();
  try {
    // Somebody who came in as an owner meanwhile is none of those rows.
    const written = await tx.$executeRaw`
      insert into memberships (id, organization_id, project_id, user_id, role, expires_at, created_by)
      values (${id}::uuid, ${organizationId}::uuid, ${projectId}::uuid, ${userId}::uuid, ${role}, ${until}, ${giver.userId}::uuid)
      on conflict (organization_id, project_id, user_id, mapping_id) do update
        set role = excluded.role, expires_at = excluded.expires_at
        where memberships.role <> 'owner' or ${holder.organizationRole === "owner"}`;
    if (written === 0) return { ...refused("role_above", { field: "role" }), audit };
  } catch (error) {
    if (isLastOwner(error)) return { ...refused("last_owner"), audit };
    throw error;
  }
  if (until)
    await enqueue(tx, memberJobs.expire, { organizationId, membershipId: id }, { startAfter: until });
  const touched = before ? [before.role, role] : [role];
  if (projectId) await requestApply(tx, organizationId, [projectId]);
  else if (touched.some(reachesCluster)) await requestApply(tx, organizationId, "all");
  if (before && before.role !== role) await revokeInvitationsBy(tx, organizationId, userId, giver.userId);
  await followGroups(tx, userId);
  const after = { role, until: until?.toISOString() ?? null };
  const differs = before?.role !== role || before.until?.getTime() !== until?.getTime();
  if (!oneself && differs) await tellRole(tx, giver, userId, { id, ...after });
  return {
    ok: true,
    value: after,
    audit: {
      ...audit,
      detail: { before: before && { role: before.role, until: before.until?.toISOString() ?? null }, after },
    },
  };
}

/** Has somebody's role in a project that they have just made end when theirs in the organization does. */
export async function endWithRole(
  tx: TenantTx | PlatformTx,
  { organizationId, userId, holder }: Giver,
  projectId: string,
): Promise<void> {
  const until = endOf(holder, "organization");
  if (!until || !userId) return;
  const [row] = await tx.membership.updateManyAndReturn({
    where: { organizationId, projectId, userId, mappingId: null },
    data: { expiresAt: until },
  });
  if (row)
    await enqueue(tx, memberJobs.expire, { organizationId, membershipId: row.id }, { startAfter: until });
}

/** How long before its end somebody is told of it, unless they were given it later than that. */
const tellBeforeMs = 86_400_000;

/** Tells somebody of a role that they were given, and again before it ends. */
async function tellRole(
  tx: TenantTx,
  { organizationId, projectId, userId: giver }: Giver,
  userId: string,
  { id: subjectId, role, until }: { id: string; role: string; until: string | null },
): Promise<void> {
  const who = giver && (await tx.user.findUnique({ where: { id: giver }, select: { displayName: true } }));
  const at = projectId && (await tx.project.findUnique({ where: { id: projectId } }));
  const project = at ? { slug: at.slug, name: at.displayName } : null;
  const given = { role, project, until };
  await tell(tx, organizationId, [userId], "roleGiven", { ...given, who: who ? who.displayName : null });
  const startAfter = new Date(Date.parse(until ?? "") - tellBeforeMs);
  if (until && startAfter > new Date())
    await tell(tx, organizationId, [userId], "roleEnding", { ...given, until }, { subjectId, startAfter });
}

/** Takes back what somebody has invited to and may not give any more. */
const revokeInvitationsBy = (tx: TenantTx, organizationId: string, userId: string, by: string | null) =>
  tx.$executeRaw`
    update invitations i set revoked_at = now(), revoked_by = ${by}::uuid
    where organization_id = ${organizationId}::uuid and invited_by = ${userId}::uuid and accepted_at is null and revoked_at is null
      and not portico_invitation_stands(i)`;

/** Ends the keys of somebody who belongs to the organization no more: they would work again if their person came back. */
const revokeKeysOf = (tx: TenantTx, organizationId: string, userId: string, by: string | null) =>
  tx.key.updateMany({
    where: { organizationId, userId, kind: "personal", revokedAt: null },
    data: { revokedAt: new Date(), revokedBy: by },
  });

/** Takes somebody's role in a project away. One that a group brings stays: it is the mapping's to end. */
export async function removeFromProject(
  tx: TenantTx,
  giver: Giver & { projectId: string },
  userId: string,
  now = new Date(),
): Promise<Change<undefined>> {
  const { organizationId, projectId } = giver;
  const before = given(await lockRows(tx, giver, userId, now), giver, userId);
  if (!before) return refused("member_gone");
  const user = await tx.user.findUnique({ where: { id: userId }, select: { displayName: true } });
  await tx.membership.delete({ where: { id: before.id } });
  await followGroups(tx, userId);
  await requestApply(tx, organizationId, [projectId]);
  await ifGone(tx, organizationId, userId, giver.userId);
  return {
    ok: true,
    value: undefined,
    audit: {
      target: { kind: "user", id: userId, name: user?.displayName },
      detail: { before: { role: before.role } },
    },
  };
}

/** After the last role somebody had. */
async function ifGone(tx: TenantTx, organizationId: string, userId: string, by: string | null) {
  if ((await tx.membership.count({ where: { organizationId, userId, ...live() } })) === 0)
    await revokeKeysOf(tx, organizationId, userId, by);
}

/**
 * Ends all that somebody is in the organization: roles in it and in its projects, whether by name or by group, keys of
 * their own, invitations that they sent and open ones to their address. Answers the service keys that they have made: those go on.
 */
export async function removeFromOrganization(
  tx: TenantTx,
  giver: Giver,
  userId: string,
  now = new Date(),
): Promise<Change<{ services: Service[] }>> {
  const { organizationId } = giver;
  const locked = await lockRows(tx, giver, userId, now);
  const rows = locked.filter((row) => row.userId === userId);
  if (rows.length === 0) return refused("member_gone");
  const { displayName, email } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const target = { kind: "user", id: userId, name: displayName };
  const own = rows.filter(({ projectId }) => projectId === null);
  const leaves = userId === giver.userId;
  const holder = holderOf(giver, locked);
  const allowed = mayGrant(holder, "billing", "organization");
  if (!leaves && !(allowed && own.every(({ role }) => mayGrant(holder, role, "organization"))))
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
      data: { revokedAt: now, revokedBy: giver.userId },
    });
  await revokeInvitationsBy(tx, organizationId, userId, giver.userId);
  const keys = await revokeKeysOf(tx, organizationId, userId, giver.userId);
  const services = await listServicesBy(tx, organizationId, [userId]);
  const all = own.some(({ role }) => reachesCluster(role));
  const projects = [...new Set(rows.flatMap(({ projectId }) => projectId ?? []))];
  await requestApply(tx, organizationId, all ? "all" : projects);
  return {
    ok: true,
    value: { services },
    audit: {
      target,
      detail: {
        before: { roles: rows.map(({ projectId, role }) => ({ projectId, role })) },
        keysRevoked: keys.count,
        services: services.map(({ name }) => name),
      },
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
  await revokeInvitationsBy(tx, organizationId, userId, null);
  await followGroups(tx, userId);
  await ifGone(tx, organizationId, userId, null);
  return { userId, projectId, role, name: user.displayName };
}
