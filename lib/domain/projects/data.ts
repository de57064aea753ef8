import type { ObjectState } from "#lib/domain/clusters/contract/project.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";

export type ProjectRow = {
  id: string;
  slug: string;
  displayName: string;
  namespace: string;
  tier: string;
  phase: string;
  message: string;
  createdAt: Date;
};

const row = {
  id: true,
  slug: true,
  displayName: true,
  namespace: true,
  tier: true,
  phase: true,
  message: true,
  createdAt: true,
} as const;

/** The organization's projects by name: all of them for `projectIds` null, else those. */
export async function listProjects(
  tx: TenantTx,
  organizationId: string,
  projectIds: string[] | null,
): Promise<ProjectRow[]> {
  return tx.project.findMany({
    where: { organizationId, deletedAt: null, ...(projectIds ? { id: { in: projectIds } } : {}) },
    select: row,
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    take: 500,
  });
}

export type Step = {
  kind: string;
  name: string;
  state: ObjectState;
  message: string;
  attempt: number;
  startedAt: Date | null;
  durationMs: number | null;
  nextRetryAt: Date | null;
};

/** The objects of a project's bundle in the order they are made. */
export async function listSteps(tx: TenantTx, projectId: string): Promise<Step[]> {
  const steps = await tx.provisioningStep.findMany({ where: { projectId }, orderBy: { position: "asc" } });
  return steps.map(({ kind, name, state, message, attempt, startedAt, durationMs, nextRetryAt }) => ({
    kind,
    name,
    state: state as ObjectState,
    message,
    attempt,
    startedAt,
    durationMs,
    nextRetryAt,
  }));
}

export type ProjectDetail = ProjectRow & {
  egressMode: string;
  conditions: { type: string; status: string; reason: string; message: string }[];
  quota: { hard: Record<string, string>; used: Record<string, string> } | null;
  readyAt: Date | null;
  observedAt: Date | null;
  deletionRequestedAt: Date | null;
  createdBy: string | null;
  kind: string;
  labels: Record<string, string>;
  podSecurity: string;
  archivedAt: Date | null;
  version: number;
};

/** One project whole. Throws if the transaction does not see it: a scope was minted for it before. */
export async function getProject(tx: TenantTx, projectId: string): Promise<ProjectDetail> {
  const found = await tx.project.findUniqueOrThrow({
    where: { id: projectId },
    select: {
      ...row,
      egressMode: true,
      conditions: true,
      quota: true,
      readyAt: true,
      observedAt: true,
      deletionRequestedAt: true,
      createdBy: true,
      kind: true,
      labels: true,
      podSecurity: true,
      archivedAt: true,
      version: true,
    },
  });
  return {
    ...found,
    conditions: found.conditions as ProjectDetail["conditions"],
    labels: found.labels as ProjectDetail["labels"],
    quota: found.quota as ProjectDetail["quota"],
  };
}

/** Who made a project, by name, for as long as they are in its organization. */
export const getMaker = async (tx: TenantTx, { createdBy }: Pick<ProjectDetail, "createdBy">) =>
  createdBy ? tx.user.findUnique({ where: { id: createdBy }, select: { displayName: true } }) : null;

/** The project that somebody has for themselves; null for none. */
export const findPersonalProject = (tx: TenantTx, organizationId: string, ownerUserId: string) =>
  tx.project.findFirst({ where: { organizationId, ownerUserId, deletedAt: null }, select: { slug: true } });

export type Removal = {
  slug: string;
  displayName: string;
  namespace: string;
  message: string;
  askedAt: Date;
  /** When the cluster said that the namespace is gone; null until then. */
  goneAt: Date | null;
  observedAt: Date | null;
};

/** A project whose deletion was asked for, also when it is gone; null for any other. */
export async function getRemoval(
  tx: TenantTx,
  organizationId: string,
  projectId: string,
): Promise<Removal | null> {
  if (!/^[0-9a-f-]{36}$/.test(projectId)) return null;
  const found = await tx.project.findFirst({
    where: { id: projectId, organizationId, deletionRequestedAt: { not: null } },
  });
  if (!found?.deletionRequestedAt) return null;
  const { slug, displayName, namespace, message, deletionRequestedAt, deletedAt, observedAt } = found;
  return {
    slug,
    displayName,
    namespace,
    message,
    askedAt: deletionRequestedAt,
    goneAt: deletedAt,
    observedAt,
  };
}

/**
 * Why a project of an organization cannot have a name; null if it can. A namespace may be another organization's though the
 * name is free: "acme" with "x-y" and "acme-x" with "y" come to one. The cluster is asked again when it is made.
 */
export async function whyTaken(
  organizationId: string,
  slug: string,
  namespace: string,
): Promise<"project_taken" | "namespace_taken" | null> {
  const named = { organizationId, slug };
  return withPlatform(async (tx) => {
    const found = await tx.project.findMany({
      where: { deletedAt: null, OR: [named, { namespace }] },
      select: { organizationId: true, slug: true },
    });
    const own = found.some((one) => one.organizationId === organizationId && one.slug === slug);
    return own ? "project_taken" : found.length > 0 ? "namespace_taken" : null;
  });
}
