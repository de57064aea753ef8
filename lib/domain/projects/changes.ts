import { changed } from "#lib/domain/audit/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { mayUseTier, type PodSecurity } from "#lib/domain/tiers/rules.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { projectJobs } from "./jobs.ts";
import { lockOrganizationTier } from "./mutations.ts";
import { mayReach, mayUsePodSecurity, personalId, personalNamespaceFor } from "./rules.ts";
import type { UpdateProjectInput } from "./schema.ts";

type Key = { organizationId: string; projectId: string; requestId: string };

/**
 * Changes what may change in a project that stands, unless somebody was faster: its tier as far as its organization's allows,
 * and the rest as far as that tier does.
 */
export async function updateProject(
  tx: TenantTx,
  { organizationId, projectId, requestId }: Key,
  { version, ...input }: UpdateProjectInput,
): Promise<Outcome<{ version: number; detail: ReturnType<typeof changed> }>> {
  const seen = await tx.project.findUniqueOrThrow({ where: { id: projectId } });
  const wanted = {
    tier: input.tier ?? seen.tier,
    displayName: input.displayName ?? seen.displayName,
    labels: input.labels ?? (seen.labels as Record<string, string>),
    egressMode: input.egressMode ?? seen.egressMode,
    podSecurity: input.podSecurity ?? (seen.podSecurity as PodSecurity),
  };
  const most = await lockOrganizationTier(tx, organizationId);
  if (wanted.tier !== seen.tier && !mayUseTier(most, wanted.tier))
    return refused("tier_above", { field: "tier", values: { tier: most } });
  if (!mayReach(wanted.tier, wanted.egressMode)) return refused("egress_tier", { field: "egressMode" });
  if (!mayUsePodSecurity(wanted.tier, wanted.podSecurity))
    return refused("pod_security_tier", { field: "podSecurity" });
  const updated = await tx.project.updateMany({
    where: { id: projectId, version: version ?? seen.version, deletionRequestedAt: null },
    data: { ...wanted, version: { increment: 1 }, requestId },
  });
  if (updated.count === 0) return refused(seen.deletionRequestedAt ? "project_busy" : "version_differs");
  await enqueue(tx, projectJobs.apply, { organizationId, projectId });
  return done({
    version: (version ?? seen.version) + 1,
    detail: changed(seen, wanted, ["tier", "displayName", "labels", "egressMode", "podSecurity"]),
  });
}

/** Puts a project away: everything in it stays and can be read, what runs is stopped, and nothing can be started. */
export async function archiveProject(tx: TenantTx, key: Key, by: string | null): Promise<Outcome> {
  return away(tx, key, { archivedAt: null }, { archivedAt: new Date(), archivedBy: by });
}

/** Brings an archived project back as it was. */
export async function restoreProject(tx: TenantTx, key: Key): Promise<Outcome> {
  return away(tx, key, { archivedAt: { not: null } }, { archivedAt: null, archivedBy: null });
}

async function away(
  tx: TenantTx,
  { organizationId, projectId, requestId }: Key,
  from: { archivedAt: null | { not: null } },
  to: { archivedAt: Date | null; archivedBy: string | null },
): Promise<Outcome> {
  const changed = await tx.project.updateMany({
    where: { id: projectId, deletionRequestedAt: null, ...from },
    data: { ...to, version: { increment: 1 }, requestId },
  });
  if (changed.count === 0)
    return refused("project_state", { values: { archived: String(to.archivedAt !== null) } });
  await enqueue(tx, projectJobs.apply, { organizationId, projectId });
  return done();
}

type Person = {
  organizationId: string;
  organization: string;
  userId: string;
  displayName: string;
  requestId: string;
};

/** Makes somebody's own project, of the smallest tier, with them as its admin. One a person. */
export async function createPersonalProject(
  tx: TenantTx | PlatformTx,
  { organizationId, organization, userId, displayName, requestId }: Person,
  template: string,
): Promise<Outcome<{ id: string; slug: string; namespace: string }>> {
  const namespace = personalNamespaceFor(template, organization, userId);
  if (!namespace) return refused("namespace_form");
  const slug = `personal-${personalId(userId)}`;
  try {
    const { id } = await tx.project.create({
      data: {
        organizationId,
        slug,
        displayName,
        namespace,
        tier: "small",
        kind: "personal",
        ownerUserId: userId,
        createdBy: userId,
        requestId,
      },
    });
    await tx.membership.create({
      data: { organizationId, projectId: id, userId, role: "admin", createdBy: userId },
    });
    await enqueue(tx, projectJobs.apply, { organizationId, projectId: id });
    return done({ id, slug, namespace });
  } catch (error) {
    if (isTaken(error, "projects_namespace")) return refused("namespace_taken", { values: { namespace } });
    if (isTaken(error)) return refused("personal_taken");
    throw error;
  }
}
