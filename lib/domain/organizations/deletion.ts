import { live } from "#lib/domain/access/scope.ts";
import { tell } from "#lib/domain/emails/mutations.ts";
import { requestExport } from "#lib/domain/exports/mutations.ts";
import { KEPT_DAYS } from "#lib/domain/exports/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { organizationJobs } from "./jobs.ts";

type Asked = { organizationId: string; slug: string; by: string | null; name: string; requestId: string };

/**
 * Asks for an organization's end: it is out of use at once, a file of everything it has is made, and after `graceDays` its
 * namespaces go. Until then an owner may keep it; all of them are told.
 */
export async function requestOrganizationDeletion(
  tx: TenantTx,
  { organizationId, slug, by, name, requestId }: Asked,
  typedName: string,
  graceDays: number,
  now = new Date(),
): Promise<Outcome<{ deleteAfter: Date }>> {
  if (typedName !== slug) return refused("name_differs", { field: "name", values: { name: slug } });
  const deleteAfter = new Date(+now + graceDays * 86_400_000);
  const asked = await tx.organization.updateMany({
    where: { id: organizationId, state: "active" },
    data: { state: "deleting", stateReason: null, stateAt: now, stateBy: by, deleteAfter },
  });
  if (asked.count === 0) return refused("organization_state");
  await requestExport(tx, {
    organizationId,
    kind: "organization",
    format: "ndjson",
    askedBy: null,
    requestId,
  });
  await requestApply(tx, organizationId, "all");
  await enqueue(tx, organizationJobs.remove, { organizationId }, { startAfter: deleteAfter });
  const until = deleteAfter.toISOString();
  await tell(tx, organizationId, { roles: ["owner"] }, "organizationDeleting", { who: name, until });
  return done({ deleteAfter });
}

/** Keeps an organization whose deletion an owner asked for, as it was. */
export async function keepOrganization(
  tx: TenantTx,
  { organizationId, by }: Pick<Asked, "organizationId" | "by">,
  now = new Date(),
): Promise<Outcome> {
  const kept = await tx.organization.updateMany({
    where: { id: organizationId, state: "deleting", deleteAfter: { gt: now } },
    data: { state: "active", stateAt: now, stateBy: by, deleteAfter: null },
  });
  if (kept.count === 0) return refused("organization_state");
  await requestApply(tx, organizationId, "all");
  return done();
}

type Ending =
  /** It was kept, or its time has not come: another run comes for it, if one must. */
  | "not-due"
  /** Something is to be done first: try again in a moment. */
  | "export"
  | "projects"
  | "ended";

/**
 * One step of an organization's end; repeated until it answers `ended`. Its projects are removed one like the other, then
 * its people, invitations, keys and domains go. The organization stays as a tombstone, so that its name and its audit
 * log never get a second meaning.
 */
export async function endOrganization(
  tx: TenantTx,
  organizationId: string,
  requestId: string,
  now = new Date(),
): Promise<Ending> {
  // Whoever keeps it meanwhile waits for this step, and then finds it too late; or was first.
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    select id from organizations
    where id = ${organizationId}::uuid and state = 'deleting' and delete_after <= ${now} for update`;
  if (!due) return "not-due";
  const unfinished = await tx.export.count({
    where: { organizationId, kind: "organization", createdBy: null, state: { notIn: ["done", "expired"] } },
  });
  if (unfinished > 0) return "export";
  const left = await tx.project.findMany({
    where: { organizationId, deletedAt: null },
    select: { id: true, deletionRequestedAt: true },
  });
  for (const { id } of left.filter(({ deletionRequestedAt }) => deletionRequestedAt === null)) {
    await tx.project.update({
      where: { id },
      data: {
        deletionRequestedAt: now,
        phase: "Deleting",
        message: "Its organization is being deleted.",
        requestId,
      },
    });
    await enqueue(tx, projectJobs.remove, { organizationId, projectId: id });
  }
  if (left.length > 0) return "projects";
  await leaveFile(tx, organizationId, now);
  // First the state: an organization in use keeps an owner, a deleted one has nobody.
  await tx.organization.update({
    where: { id: organizationId },
    data: { state: "deleted", stateAt: now, contactEmail: null },
  });
  for (const rows of [
    tx.membership,
    tx.invitation,
    tx.key,
    tx.domain,
    tx.joinRequest,
    tx.groupMapping,
    tx.email,
  ])
    await (rows as typeof tx.membership).deleteMany({ where: { organizationId } });
  return "ended";
}

/** Leaves the file of what it had to those who own it at its end, for as long as a file that was made now. */
async function leaveFile(tx: TenantTx, organizationId: string, now: Date): Promise<void> {
  const owners = await tx.membership.findMany({
    where: { organizationId, projectId: null, role: "owner", ...live(now) },
    select: { userId: true },
    distinct: ["userId"],
  });
  await tx.export.updateMany({
    where: { organizationId, kind: "organization", createdBy: null, state: "done" },
    data: {
      owners: owners.map(({ userId }) => userId),
      expiresAt: new Date(+now + KEPT_DAYS * 86_400_000),
    },
  });
}
