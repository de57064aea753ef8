import { randomUUID } from "node:crypto";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { mayUseTier } from "#lib/domain/tiers/rules.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import type { AnyTx, PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue, enqueueAll } from "#lib/infra/jobs/index.ts";
import { projectJobs } from "./jobs.ts";
import { allows, mayReach, namespaceFor } from "./rules.ts";
import type { CreateProjectInput } from "./schema.ts";

type Place = {
  organizationId: string;
  organization: string;
  userId: string | null;
  requestId: string;
  template: string;
};

/** The tier that the organization's projects may have at most. It stays so until the transaction ends. */
export async function lockOrganizationTier(tx: TenantTx, organizationId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ tier: string }[]>`
    select tier from organizations where id = ${organizationId}::uuid for key share`;
  if (!row) throw new Error("The transaction does not see its organization.");
  return row.tier;
}

/** Makes a project with its maker as admin, and asks the cluster for it. */
export async function createProject(
  tx: TenantTx,
  place: Place,
  input: CreateProjectInput,
): Promise<Outcome<{ id: string; slug: string; namespace: string }>> {
  const { organizationId, userId, requestId } = place;
  const namespace = namespaceFor(place.template, place.organization, input.slug);
  if (!namespace) return refused("namespace_form", { field: "slug" });
  const tier = await lockOrganizationTier(tx, organizationId);
  if (!mayUseTier(tier, input.tier)) return refused("tier_above", { field: "tier", values: { tier } });
  if (!mayReach(input.tier, input.egressMode)) return refused("egress_tier", { field: "egressMode" });
  try {
    const project = await tx.project.create({
      data: { ...input, organizationId, namespace, createdBy: userId, requestId },
    });
    if (userId)
      await tx.membership.create({
        data: { organizationId, projectId: project.id, userId, role: "admin", createdBy: userId },
      });
    await enqueue(tx, projectJobs.apply, { organizationId, projectId: project.id });
    return done({ id: project.id, slug: project.slug, namespace });
  } catch (error) {
    if (isTaken(error, "projects_namespace"))
      return refused("namespace_taken", { field: "slug", values: { namespace } });
    if (isTaken(error)) return refused("project_taken", { field: "slug", values: { name: input.slug } });
    throw error;
  }
}

/** Asks the controller to try again at once what was refused. */
export async function retryProject(
  tx: TenantTx | PlatformTx,
  key: { organizationId: string; projectId: string; requestId: string },
): Promise<Outcome> {
  const { organizationId, projectId, requestId } = key;
  const project = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
  if (!allows("retry", project.phase)) return refused("project_ready");
  await tx.project.update({ where: { id: projectId }, data: { retryToken: randomUUID(), requestId } });
  const kind = project.deletionRequestedAt ? projectJobs.remove : projectJobs.apply;
  await enqueue(tx, kind, { organizationId, projectId });
  return done();
}

/** Asks for a project's end. Its name was typed; the row goes when the cluster says that the namespace is gone. */
export async function requestDeletion(
  tx: TenantTx,
  key: { organizationId: string; projectId: string; requestId: string },
  typedName: string,
): Promise<Outcome> {
  const { organizationId, projectId, requestId } = key;
  const project = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
  if (typedName !== project.slug)
    return refused("name_differs", { field: "name", values: { name: project.slug } });
  if (project.deletionRequestedAt === null && !allows("delete", project.phase))
    return refused("project_busy");
  const asked = await tx.project.updateMany({
    where: { id: projectId, deletionRequestedAt: null },
    data: {
      deletionRequestedAt: new Date(),
      phase: "Deleting",
      message: "Its sessions and namespace are being removed.",
      requestId,
    },
  });
  if (asked.count === 1) await enqueue(tx, projectJobs.remove, { organizationId, projectId });
  return done();
}

/**
 * Asks the cluster anew for projects of an organization, because who may do what there, or whether they may run, changed. Its
 * objects then bear the request that the transaction is of.
 */
export async function requestApply(
  tx: AnyTx,
  organizationId: string,
  projectIds: readonly string[] | "all",
): Promise<void> {
  const which = projectIds === "all" ? null : [...projectIds];
  const found = await tx.$queryRaw<{ id: string }[]>`
    with here as (
      select id from projects where organization_id = ${organizationId}::uuid and deleted_at is null
        and deletion_requested_at is null and (${which}::uuid[] is null or id = any(${which}::uuid[]))
      order by id for no key update
    )
    update projects p set request_id = coalesce(nullif(current_setting('app.request_id', true), ''), p.request_id)
    from here where p.id = here.id returning p.id`;
  await enqueueAll(
    tx,
    projectJobs.apply,
    found.map(({ id: projectId }) => ({ organizationId, projectId })),
  );
}
