import { Prisma } from "#generated/client.ts";
import { nameOf } from "#lib/domain/credentials/data.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { isOffered, offeredStores, type StoreSetting, type WantedReference } from "./rules.ts";
import { type Reference, type SyncState, WITHHELD } from "./schema.ts";

type Place = { organizationId: string; projectId: string; userId: string | null };

/** Keeps where a credential's value is to be fetched from, and asks the cluster for it. Never in the place of another. */
export async function addReference(
  tx: TenantTx,
  { organizationId, projectId, userId }: Place,
  { name, external, ...wanted }: WantedReference,
): Promise<Outcome<{ credentialId: string }>> {
  const { secretKey } = wanted;
  const at = { organizationId, projectId, secretKey };
  // Whoever asks for the same one meanwhile, with a value or another store, waits here and then finds this one.
  const change = { ...at, id: newId(), what: "value", kind: wanted.kind, name, askedBy: userId };
  const { count } = await tx.credentialChange.createMany({ data: [change], skipDuplicates: true });
  if (count === 0) {
    const open = await tx.credentialChange.findFirst({ where: at, select: { askedBy: true } });
    return refused("credential_busy", { values: { name, who: await nameOf(tx, open?.askedBy ?? null) } });
  }
  await tx.credentialChange.deleteMany({ where: { id: change.id } });
  if ((await tx.credential.count({ where: at })) > 0)
    return refused("credential_taken", { field: "name", values: { name } });
  const { id } = await tx.credential.create({
    data: {
      ...wanted,
      organizationId,
      projectId,
      name,
      settings: wanted.settings as Prisma.InputJsonObject,
      source: "external",
      external: external as Prisma.InputJsonObject,
      createdBy: userId,
      updatedBy: userId,
    },
  });
  await requestApply(tx, organizationId, [projectId]);
  return done({ credentialId: id });
}

/** Forgets a credential that is fetched; the cluster takes its value away. Sessions keep their history. */
export async function removeReference(
  tx: TenantTx,
  { organizationId, projectId }: Place,
  credentialId: string,
): Promise<Outcome<{ name: string }>> {
  const which = { id: credentialId, projectId, source: "external" };
  const found = await tx.credential.findFirst({ where: which, select: { name: true } });
  if (!found) return refused("not_found");
  await tx.agentSession.updateMany({ where: { credentialId }, data: { credentialId: null } });
  await tx.credential.deleteMany({ where: which });
  await requestApply(tx, organizationId, [projectId]);
  return done(found);
}

/** Switches a credential that is fetched off, or on again: no session that begins from then on is given it. */
export async function switchReference(
  tx: TenantTx,
  { organizationId, projectId, userId }: Place,
  credentialId: string,
  on: boolean,
): Promise<Outcome<{ name: string }>> {
  const which = { id: credentialId, projectId, source: "external" };
  const found = await tx.credential.findFirst({ where: which, select: { name: true } });
  if (!found) return refused("not_found");
  await tx.credential.updateMany({
    where: { ...which, disabledAt: on ? { not: null } : null },
    data: on ? { disabledAt: null, disabledBy: null } : { disabledAt: new Date(), disabledBy: userId },
  });
  await requestApply(tx, organizationId, [projectId]);
  return done(found);
}

/** What the operator says of a credential, by its project's namespace and primary key. */
export type Said = { namespace: string; name: string; sync: SyncState };

/** Keeps what the operator says of credentials that it fetches, where that is news. Safe to repeat. */
export async function noteSyncs(tx: PlatformTx, said: readonly Said[]): Promise<void> {
  if (said.length === 0) return;
  await tx.$executeRaw`
    update credentials c set sync = s.sync
    from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as s(namespace text, name text, sync jsonb)
    join projects p on p.namespace = s.namespace and p.deleted_at is null
    where c.project_id = p.id and c.source = 'external' and lower(c.secret_key) = s.name and c.sync is distinct from s.sync`;
}

/**
 * Asks the cluster anew for projects with credentials whose store the platform took back, or offers again, and says so in their
 * rows. Answers how many credentials that were. Safe to repeat.
 */
export async function withholdReferences(
  tx: PlatformTx,
  settings: readonly StoreSetting[],
  now = new Date(),
): Promise<number> {
  const found = await tx.credential.findMany({
    where: { source: "external", project: { deletedAt: null } },
    select: {
      id: true,
      organizationId: true,
      external: true,
      sync: true,
      organization: { select: { slug: true } },
      project: { select: { id: true, slug: true } },
    },
  });
  let changed = 0;
  for (const { id, organizationId, external, sync, organization, project } of found) {
    if (!project || !external) continue;
    const before = sync as SyncState | null;
    const stores = offeredStores(settings, { organizationId, projectId: project.id, organization, project });
    const offered = isOffered(external as Reference, stores);
    if (offered === (before?.reason !== WITHHELD)) continue;
    const withheld: SyncState = {
      ready: false,
      reason: WITHHELD,
      message: "The platform no longer lets the project refer to this store, or to this key in it.",
      refreshedAt: null,
      since: now.toISOString(),
    };
    await tx.credential.updateMany({ where: { id }, data: { sync: offered ? Prisma.DbNull : withheld } });
    await requestApply(tx, organizationId, [project.id]);
    changed += 1;
  }
  return changed;
}
