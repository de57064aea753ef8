import type { Change } from "#lib/domain/access/change.ts";
import { endOf, mayGrant, nobody, type OrganizationRole } from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { queueEmails, tell } from "#lib/domain/emails/mutations.ts";
import { followGroups } from "#lib/domain/groups/mutations.ts";
import { verifiedDomain } from "#lib/domain/identity/rules.ts";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import { endWithRole, type Giver } from "#lib/domain/members/mutations.ts";
import { reachesCluster } from "#lib/domain/members/rules.ts";
import { refused } from "#lib/domain/outcome.ts";
import { createPersonalProject } from "#lib/domain/projects/changes.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";

type Person = { userId: string; email: string | null; emailVerified: boolean; displayName: string };

/** Gives somebody a role in the organization, unless they hold one already. */
async function admit(
  tx: TenantTx,
  organizationId: string,
  userId: string,
  { role, by, until = null }: { role: string; by: string | null; until?: Date | null },
): Promise<void> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into memberships (id, organization_id, user_id, role, expires_at, created_by)
    values (${newId()}::uuid, ${organizationId}::uuid, ${userId}::uuid, ${role}, ${until}, ${by}::uuid)
    on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role, expires_at = excluded.expires_at
      where memberships.expires_at <= now()
    returning id`;
  if (row && until)
    await enqueue(tx, memberJobs.expire, { organizationId, membershipId: row.id }, { startAfter: until });
  if (reachesCluster(role)) await requestApply(tx, organizationId, "all");
  await followGroups(tx, userId);
}

/**
 * Makes somebody who has just joined their own project, where the platform gives each member one and their role lets them make
 * projects. Answers its short name; null for none: they have or had one, or its name is taken.
 */
export async function giveOwnProject(
  tx: TenantTx | PlatformTx,
  organizationId: string,
  userId: string,
): Promise<string | null> {
  const { personalProjects, personalNamespaceTemplate } = await getSettings(tx);
  if (!personalProjects) return null;
  const member = await tx.membership.findFirst({
    where: {
      organizationId,
      userId,
      projectId: null,
      role: { not: "billing" },
      organization: { state: "active" },
      ...live(),
    },
    include: { user: { select: { displayName: true } }, organization: { select: { slug: true } } },
  });
  if (!member || (await tx.project.count({ where: { organizationId, ownerUserId: userId } })) > 0)
    return null;
  const [request] = await tx.$queryRaw<{ id: string }[]>`
    select coalesce(nullif(current_setting('app.request_id', true), ''), gen_random_uuid()::text) as id`;
  const person = {
    organizationId,
    organization: member.organization.slug,
    userId,
    displayName: member.user.displayName,
    requestId: request?.id ?? "",
  };
  // Whoever has taken its name must not keep them from joining.
  await tx.$executeRaw`savepoint own_project`;
  const made = await createPersonalProject(tx, person, personalNamespaceTemplate);
  if (!made.ok) {
    await tx.$executeRaw`rollback to savepoint own_project`;
    return null;
  }
  const giver = { organizationId, userId, holder: { ...nobody, organizationUntil: member.expiresAt } };
  await endWithRole(tx, giver, made.value.id);
  return made.value.slug;
}

/** Joins an organization that takes everybody of a domain it has proved. */
export async function joinByDomain(
  tx: TenantTx,
  organizationId: string,
  person: Person,
): Promise<Change<{ slug: string }>> {
  const domain = verifiedDomain(person);
  const found = domain
    ? await tx.domain.findFirst({
        where: { organizationId, domain, joining: "auto", verifiedAt: { not: null } },
        include: { organization: { select: { slug: true, state: true } } },
      })
    : null;
  if (found?.organization.state !== "active") return refused("joining_off");
  await admit(tx, organizationId, person.userId, { role: found.role, by: null });
  const ownProject = await giveOwnProject(tx, organizationId, person.userId);
  return {
    ok: true,
    value: { slug: found.organization.slug },
    audit: {
      target: { kind: "user", id: person.userId, name: person.displayName },
      detail: { role: found.role, domain, ownProject },
    },
  };
}

/** Asks to be let in; who may decide it is told. Asking twice is asking once: one request waits at a time. */
export async function askToJoin(
  tx: TenantTx,
  organizationId: string,
  person: Person,
  message: string | null,
): Promise<Change<{ requestId: string }>> {
  const domain = verifiedDomain(person);
  const open = domain
    ? await tx.domain.count({
        where: {
          organizationId,
          domain,
          joining: { in: ["ask", "auto"] },
          verifiedAt: { not: null },
          organization: { state: "active" },
        },
      })
    : 0;
  if (!domain || open === 0) return refused("joining_off");
  const id = newId();
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    insert into join_requests (id, organization_id, user_id, message)
    values (${id}::uuid, ${organizationId}::uuid, ${person.userId}::uuid, ${message})
    on conflict (organization_id, user_id) where state = 'pending' do update set message = excluded.message
    returning id`;
  const requestId = row?.id ?? "";
  // Who asks, takes it back and asks again fills nobody's inbox.
  const lately = { gt: new Date(Date.now() - 3_600_000) };
  const earlier = { organizationId, userId: person.userId, createdAt: lately, id: { not: id } };
  if (requestId === id && (await tx.joinRequest.count({ where: earlier })) === 0)
    await tell(tx, organizationId, { roles: ["owner", "admin"] }, "joinAsked", {
      who: person.displayName,
      domain,
      message,
    });
  return {
    ok: true,
    value: { requestId },
    audit: { target: { kind: "join-request", id: requestId, name: person.displayName }, detail: { domain } },
  };
}

/** Takes one's own question back. */
export async function withdrawJoinRequest(
  tx: TenantTx,
  organizationId: string,
  person: Person,
  now = new Date(),
): Promise<Change<undefined>> {
  const gone = await tx.joinRequest.updateMany({
    where: { organizationId, userId: person.userId, state: "pending" },
    data: { state: "withdrawn", decidedAt: now },
  });
  if (gone.count === 0) return refused("request_decided");
  return {
    ok: true,
    value: undefined,
    audit: { target: { kind: "user", id: person.userId, name: person.displayName } },
  };
}

/** Answers whoever asked to be let in, and tells them. Of two who answer at once, one finds it answered. */
export async function decideJoinRequest(
  tx: TenantTx,
  { organizationId, userId, holder }: Giver,
  {
    requestId,
    decision,
    role,
    reason,
  }: { requestId: string; decision: "approve" | "decline"; role: OrganizationRole; reason: string | null },
  now = new Date(),
): Promise<Change<undefined>> {
  const request = await tx.joinRequest.findFirst({ where: { id: requestId, organizationId } });
  if (!request) return refused("not_found");
  // Who asked is seen while they ask, and as a member.
  const user = await tx.user.findUnique({ where: { id: request.userId } });
  if (!user)
    return { ...refused("request_decided"), audit: { target: { kind: "join-request", id: requestId } } };
  const audit = {
    target: { kind: "join-request", id: requestId, name: user.displayName },
    detail: { decision, reason, ...(decision === "approve" ? { role } : {}) },
  };
  if (decision === "approve" && !mayGrant(holder, role, "organization"))
    return { ...refused("role_above", { field: "role" }), audit };
  const decided = await tx.joinRequest.updateMany({
    where: { id: requestId, state: "pending" },
    data: {
      state: decision === "approve" ? "approved" : "declined",
      decisionReason: reason,
      decidedBy: userId,
      decidedAt: now,
    },
  });
  if (decided.count === 0) return { ...refused("request_decided"), audit };
  if (decision === "approve") {
    // Nobody lets others in for longer than they are in themselves.
    const until = endOf(holder, "organization");
    await admit(tx, organizationId, user.id, { role, by: userId, until });
    const ownProject = await giveOwnProject(tx, organizationId, user.id);
    await tell(tx, organizationId, [user.id], "joinApproved", { role });
    return { ok: true, value: undefined, audit: { ...audit, detail: { ...audit.detail, ownProject } } };
  }
  // Their row is seen no more once they are declined.
  if (user.email && user.emailVerified)
    await queueEmails(tx, organizationId, [
      { template: "joinDeclined", recipient: user.email, params: { reason } },
    ]);
  return { ok: true, value: undefined, audit };
}
