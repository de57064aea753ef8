import type { Change } from "#lib/domain/access/change.ts";
import {
  endOf,
  type Grant,
  grantRefusal,
  mayGrant,
  type OrganizationRole,
  organizationRoles,
  projectRoles,
} from "#lib/domain/access/permissions.ts";
import { mostAlike, queueEmails } from "#lib/domain/emails/mutations.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
import { giveOwnProject } from "#lib/domain/joining/mutations.ts";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import type { Giver } from "#lib/domain/members/mutations.ts";
import { outlasts, reachesCluster } from "#lib/domain/members/rules.ts";
import { type Refused, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { linkHours } from "./rules.ts";
import type { InviteInput } from "./schema.ts";

type Sent = { id: string; email: string; role: string; nonce: string; expiresAt: Date; until: Date | null };

/**
 * Invites addresses, all of them or none. One that was invited before and has not answered gets a new link and these
 * roles; the link it had opens no more. Without an end the roles last for as long as those of whoever invites.
 */
export async function invite(
  tx: TenantTx,
  place: Giver,
  { invitations, projectId, projectRole, message, until: wantedEnd }: InviteInput,
  now = new Date(),
): Promise<Change<Sent[]>> {
  const { organizationId, holder } = place;
  if (
    projectId &&
    !(await tx.project.findFirst({ where: { id: projectId, organizationId, deletedAt: null } }))
  )
    return refused("not_found", { field: "projectId" });
  if (wantedEnd && new Date(wantedEnd) <= now) return refused("date_past", { field: "until" });
  const end = endOf(holder, "organization");
  const until = wantedEnd ? new Date(wantedEnd) : end;
  if (until && invitations.some(({ role }) => role === "owner"))
    return refused("owner_stays", { field: "until" });
  const reasons = invitations.map(({ role }) => refusalOf(place, { role, until }));
  if (reasons.includes("role_above")) return refused("role_above", { field: "invitations" });
  if (reasons.includes("role_outlasts")) return outlasts(end, "until");
  const expiresAt = new Date(now.getTime() + linkHours * 3_600_000);
  const wanted = [...new Map(invitations.map((row) => [row.email, row])).values()];
  // In one statement, and always in the same order, so that two who invite the same people at once wait for each other and
  // not in a ring.
  const rows = await tx.$queryRaw<Sent[]>`
    insert into invitations (id, organization_id, email, role, project_id, project_role, message, invited_by, expires_at, until)
    select id::uuid, ${organizationId}::uuid, email, role, ${projectId}::uuid, ${projectRole}::text, ${message}::text, ${place.userId}::uuid,
      ${expiresAt}::timestamptz, ${until}::timestamptz
    from unnest(${wanted.map(() => newId())}::text[], ${wanted.map(({ email }) => email)}::text[],
      ${wanted.map(({ role }) => role)}::text[]) as w (id, email, role) order by email
    on conflict (organization_id, email) where accepted_at is null and revoked_at is null do update
      set role = excluded.role, project_id = excluded.project_id, project_role = excluded.project_role,
        message = excluded.message, invited_by = excluded.invited_by, expires_at = excluded.expires_at, until = excluded.until,
        nonce = default
      where invitations.role <> 'owner' or ${holder.organizationRole === "owner"}
    returning id, email, role, nonce, expires_at as "expiresAt", until`;
  // What an owner offered is an owner's to change.
  if (rows.length < wanted.length) return refused("role_above", { field: "invitations" });
  const full = await send(tx, place, rows);
  if (full) return full;
  return {
    ok: true,
    value: rows,
    audit: {
      target: { kind: "invitation", ...(rows.length === 1 ? { id: rows[0]?.id, name: rows[0]?.email } : {}) },
      detail: {
        invited: rows.map(({ email, role }) => ({ email, role })),
        projectId,
        projectRole,
        until: until?.toISOString() ?? null,
      },
    },
  };
}

const refusalOf = ({ holder }: Giver, after: Grant) =>
  grantRefusal(holder, "organization", { before: null, after });

/** Refused where one of the addresses has had as many invitations today as one is sent. */
async function send(
  tx: TenantTx,
  { organizationId }: Giver,
  rows: readonly Pick<Sent, "id" | "email">[],
): Promise<Refused | null> {
  const [full] = await queueEmails(
    tx,
    organizationId,
    rows.map(({ id, email }) => ({
      template: "invitation",
      recipient: email,
      subjectId: id,
    })),
  );
  return full ? refused("mails_alike", { values: { email: full, most: mostAlike } }) : null;
}

/**
 * Sends an invitation anew, for another 72 hours and in the name of whoever does. The link that was sent before opens no more.
 */
export async function resendInvitation(
  tx: TenantTx,
  place: Giver,
  invitationId: string,
  now = new Date(),
): Promise<Change<Sent>> {
  const expiresAt = new Date(now.getTime() + linkHours * 3_600_000);
  const { organizationId, holder } = place;
  const [row] = await tx.$queryRaw<(Sent & { role: OrganizationRole })[]>`
    update invitations set nonce = default, expires_at = ${expiresAt}, invited_by = ${place.userId}::uuid
    where id = ${invitationId}::uuid and organization_id = ${organizationId}::uuid and accepted_at is null and revoked_at is null
    returning id, email, role, nonce, expires_at as "expiresAt", until`;
  if (!row) return refused("invitation_answered");
  const audit = { target: { kind: "invitation", id: row.id, name: row.email } };
  const reason = refusalOf(place, row);
  if (reason === "role_outlasts") return { ...outlasts(endOf(holder, "organization"), "until"), audit };
  if (reason) return { ...refused(reason), audit };
  const full = await send(tx, place, [row]);
  if (full) return { ...full, audit };
  return { ok: true, value: row, audit };
}

/** Takes an invitation back: its link opens no more. */
export async function revokeInvitation(
  tx: TenantTx,
  { organizationId, userId, holder }: Giver,
  invitationId: string,
  now = new Date(),
): Promise<Change<undefined>> {
  const row = await tx.invitation.findFirst({ where: { id: invitationId, organizationId } });
  if (!row) return refused("not_found");
  const audit = { target: { kind: "invitation", id: row.id, name: row.email } };
  if (!mayGrant(holder, row.role as OrganizationRole, "organization"))
    return { ...refused("role_above"), audit };
  const revoked = await tx.invitation.updateMany({
    where: { id: invitationId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now, revokedBy: userId },
  });
  if (revoked.count === 0) return { ...refused("invitation_answered"), audit };
  return { ok: true, value: undefined, audit };
}

type Accepted = {
  organizationId: string;
  slug: string;
  role: OrganizationRole;
  projectId: string | null;
  projectRole: string | null;
  until: Date | null;
  invitedBy: string | null;
};

/**
 * Uses an invitation for the person it was sent to. The guard is in the statement: of two that use it at once, one
 * finds it used; and it opens only while whoever sent it may give what it brings, to others than themselves. With `nonce`,
 * only the newest link opens.
 */
export async function acceptInvitation(
  tx: TenantTx,
  person: { userId: string; email: string; nonce?: string },
  invitationId: string,
  now = new Date(),
): Promise<Change<{ slug: string; organizationId: string }>> {
  const { userId } = person;
  const nonce = person.nonce ?? null;
  const [used] = await tx.$queryRaw<Accepted[]>`
    update invitations i set accepted_at = ${now}, accepted_by = ${userId}::uuid from organizations o
    where i.id = ${invitationId}::uuid and o.id = i.organization_id and i.email = ${person.email.toLowerCase()}
      and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now} and (${nonce}::text is null or i.nonce = ${nonce})
      and i.invited_by is distinct from ${userId}::uuid and portico_invitation_stands(i)
    returning i.organization_id as "organizationId", o.slug, i.role, i.project_id as "projectId", i.project_role as "projectRole",
      i.until, i.invited_by as "invitedBy"`;
  if (!used) return refused("invitation_over");
  const { organizationId, slug, role, projectId, projectRole, until } = used;
  await raise(tx, used, { userId, projectId: null, role });
  if (projectId && projectRole) await raise(tx, used, { userId, projectId, role: projectRole });
  // They act as admins of every project, in the cluster too.
  if (reachesCluster(role)) await requestApply(tx, organizationId, "all");
  else if (projectId) await requestApply(tx, organizationId, [projectId]);
  await followGroups(tx, userId);
  const ownProject = await giveOwnProject(tx, organizationId, userId);
  return {
    ok: true,
    value: { slug, organizationId },
    audit: {
      target: { kind: "invitation", id: invitationId, name: person.email },
      detail: { role, projectId, projectRole, until: until?.toISOString() ?? null, ownProject },
    },
  };
}

/** Gives a role that was offered. It takes nothing away: neither a higher role nor one that lasts longer. */
async function raise(
  tx: TenantTx,
  { organizationId, until, invitedBy }: Accepted,
  { userId, projectId, role }: { userId: string; projectId: string | null; role: string },
): Promise<void> {
  const order = [...(projectId ? projectRoles : organizationRoles)];
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into memberships as m (id, organization_id, project_id, user_id, role, expires_at, created_by)
    values (${newId()}::uuid, ${organizationId}::uuid, ${projectId}::uuid, ${userId}::uuid, ${role}, ${until}, ${invitedBy}::uuid)
    on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role, expires_at = excluded.expires_at
      where m.expires_at <= now() or (
        array_position(${order}::text[], excluded.role) < array_position(${order}::text[], m.role)
        and coalesce(excluded.expires_at, 'infinity') >= coalesce(m.expires_at, 'infinity'))
    returning id`;
  if (row && until)
    await enqueue(tx, memberJobs.expire, { organizationId, membershipId: row.id }, { startAfter: until });
}
