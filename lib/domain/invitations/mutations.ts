import type { Change } from "#lib/domain/access/change.ts";
import { mayGrant, type OrganizationRole } from "#lib/domain/access/permissions.ts";
import { queueEmails } from "#lib/domain/emails/mutations.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
import type { Place } from "#lib/domain/members/mutations.ts";
import { reachesCluster } from "#lib/domain/members/rules.ts";
import { refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { linkHours } from "./rules.ts";
import type { InviteInput } from "./schema.ts";

/** Roles of an organization from the least to the most: an invitation raises a role and never lowers it. */
const rising: OrganizationRole[] = ["billing", "member", "admin", "owner"];
const risingInProject = ["viewer", "editor", "admin"];

type Sent = { id: string; email: string; role: string; nonce: string; expiresAt: Date };

/**
 * Invites addresses, all of them or none. One that was invited before and has not answered gets a new link and these
 * roles; the link it had opens no more.
 */
export async function invite(
  tx: TenantTx,
  place: Place,
  { invitations, projectId, projectRole, message }: InviteInput,
  now = new Date(),
): Promise<Change<Sent[]>> {
  const { organizationId, holder } = place;
  if (
    projectId &&
    !(await tx.project.findFirst({ where: { id: projectId, organizationId, deletedAt: null } }))
  )
    return refused("not_found", { field: "projectId" });
  if (!invitations.every(({ role }) => mayGrant(holder, role, "organization")))
    return refused("role_above", { field: "invitations" });
  const expiresAt = new Date(now.getTime() + linkHours * 3_600_000);
  const wanted = [...new Map(invitations.map((row) => [row.email, row])).values()];
  // In one statement, and always in the same order, so that two who invite the same people at once wait for each other and
  // not in a ring.
  const rows = await tx.$queryRaw<Sent[]>`
    insert into invitations (id, organization_id, email, role, project_id, project_role, message, invited_by, expires_at)
    select id::uuid, ${organizationId}::uuid, email, role, ${projectId}::uuid, ${projectRole}::text, ${message}::text, ${place.userId}::uuid,
      ${expiresAt}::timestamptz
    from unnest(${wanted.map(() => newId())}::text[], ${wanted.map(({ email }) => email)}::text[],
      ${wanted.map(({ role }) => role)}::text[]) as w (id, email, role) order by email
    on conflict (organization_id, email) where accepted_at is null and revoked_at is null do update
      set role = excluded.role, project_id = excluded.project_id, project_role = excluded.project_role,
        message = excluded.message, invited_by = excluded.invited_by, expires_at = excluded.expires_at, nonce = default
    returning id, email, role, nonce, expires_at as "expiresAt"`;
  await send(tx, place, rows);
  return {
    ok: true,
    value: rows,
    audit: {
      target: { kind: "invitation", ...(rows.length === 1 ? { id: rows[0]?.id, name: rows[0]?.email } : {}) },
      detail: { invited: rows.map(({ email, role }) => ({ email, role })), projectId, projectRole },
    },
  };
}

const send = (tx: TenantTx, { organizationId }: Place, rows: readonly Pick<Sent, "id" | "email">[]) =>
  queueEmails(
    tx,
    organizationId,
    rows.map(({ id, email }) => ({
      template: "invitation",
      recipient: email,
      subjectId: id,
    })),
  );

/** Sends an invitation anew, for another 72 hours. The link that was sent before opens no more. */
export async function resendInvitation(
  tx: TenantTx,
  place: Place,
  invitationId: string,
  now = new Date(),
): Promise<Change<Sent>> {
  const expiresAt = new Date(now.getTime() + linkHours * 3_600_000);
  const { organizationId, holder } = place;
  const [row] = await tx.$queryRaw<(Sent & { role: OrganizationRole })[]>`
    update invitations set nonce = default, expires_at = ${expiresAt}
    where id = ${invitationId}::uuid and organization_id = ${organizationId}::uuid and accepted_at is null and revoked_at is null
    returning id, email, role, nonce, expires_at as "expiresAt"`;
  if (!row) return refused("invitation_answered");
  const audit = { target: { kind: "invitation", id: row.id, name: row.email } };
  if (!mayGrant(holder, row.role, "organization")) return { ...refused("role_above"), audit };
  await send(tx, place, [row]);
  return { ok: true, value: row, audit };
}

/** Takes an invitation back: its link opens no more. */
export async function revokeInvitation(
  tx: TenantTx,
  { organizationId, userId, holder }: Place,
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

/**
 * Uses an invitation for the person it was sent to. The guard is in the statement: of two that use it at once, one
 * finds it used. With `nonce`, only the newest link opens.
 */
export async function acceptInvitation(
  tx: TenantTx,
  person: { userId: string; email: string; nonce?: string },
  invitationId: string,
  now = new Date(),
): Promise<Change<{ slug: string; organizationId: string }>> {
  const used = await tx.invitation.updateMany({
    where: {
      id: invitationId,
      acceptedAt: null,
      expiresAt: { gt: now },
      email: person.email.toLowerCase(),
      revokedAt: null,
      ...(person.nonce === undefined ? {} : { nonce: person.nonce }),
    },
    data: { acceptedAt: now, acceptedBy: person.userId },
  });
  if (used.count === 0) return refused("invitation_over");
  const invitation = await tx.invitation.findUniqueOrThrow({
    where: { id: invitationId },
    include: { organization: true },
  });
  const { organizationId, role, invitedBy, projectId, projectRole } = invitation;
  // A role that ends, or has ended, is raised to one that stays: that is what was offered.
  await tx.$executeRaw`insert into memberships (id, organization_id, user_id, role, created_by)
    values (${newId()}::uuid, ${organizationId}::uuid, ${person.userId}::uuid, ${role}, ${invitedBy}::uuid)
    on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role, expires_at = null
      where memberships.expires_at <= now()
        or array_position(${rising}::text[], excluded.role) > array_position(${rising}::text[], memberships.role)`;
  if (projectId)
    await tx.$executeRaw`insert into memberships (id, organization_id, project_id, user_id, role, created_by)
      values (${newId()}::uuid, ${organizationId}::uuid, ${projectId}::uuid, ${person.userId}::uuid, ${projectRole}, ${invitedBy}::uuid)
      on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role, expires_at = null
        where memberships.expires_at <= now()
          or array_position(${risingInProject}::text[], excluded.role) > array_position(${risingInProject}::text[], memberships.role)`;
  // They act as admins of every project, in the cluster too.
  if (reachesCluster(role)) await requestApply(tx, organizationId, "all");
  else if (projectId) await requestApply(tx, organizationId, [projectId]);
  await followGroups(tx, person.userId);
  return {
    ok: true,
    value: { slug: invitation.organization.slug, organizationId },
    audit: {
      target: { kind: "invitation", id: invitationId, name: person.email },
      detail: { role, projectId, projectRole },
    },
  };
}
