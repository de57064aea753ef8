import type { Prisma } from "#generated/client.ts";
import { recordLook } from "#lib/domain/access/mutations.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { nameOf } from "./data.ts";
import type { Stage } from "./schema.ts";

type Place = { organizationId: string; projectId: string; userId: string | null };

/**
 * What is to become of one key of a project's Secret. The change stands in the database before the Secret is written, and
 * becomes the credential when the Secret has it:
 * ask, commit · write the Secret, which names the change · confirm, commit.
 * Whatever is cut off in between leaves an open change, which is settled by what the Secret names.
 */
export type WantedChange = {
  id: string;
  secretKey: string;
  kind: ProviderKind;
  name: string;
  /** Fingerprint of the key it takes the place of, as whoever asks has seen it; null when they saw none. */
  replaces: string | null;
  /** What is known of the new key; null takes the key out. */
  key: { fingerprint: string; lastFour: string; stages: Stage[] } | null;
};

/**
 * Asks for a change. Refused while another one of the same key is open, and when the credential is not the one that was
 * seen, so that nobody's key is replaced unseen.
 */
export async function askForChange(tx: TenantTx, place: Place, wanted: WantedChange): Promise<Outcome> {
  const { organizationId, projectId, userId } = place;
  const { id, secretKey, kind, name, replaces, key } = wanted;
  // Of two who ask at once the second waits here for the first one's transaction.
  const { count } = await tx.credentialChange.createMany({
    data: [
      {
        id,
        organizationId,
        projectId,
        secretKey,
        kind,
        name,
        fingerprint: key?.fingerprint ?? null,
        lastFour: key?.lastFour ?? "",
        testStages: (key?.stages ?? []) as unknown as Prisma.InputJsonArray,
        askedBy: userId,
      },
    ],
    skipDuplicates: true,
  });
  const at = { projectId_secretKey: { projectId, secretKey } };
  if (count === 0) {
    const open = await tx.credentialChange.findUnique({ where: at, select: { askedBy: true } });
    return refused("credential_busy", { values: { name, who: await nameOf(tx, open?.askedBy ?? null) } });
  }
  const now = await tx.credential.findUnique({
    where: at,
    select: { fingerprint: true, updatedBy: true },
  });
  const seen = (now?.fingerprint ?? null) === replaces || now?.fingerprint === key?.fingerprint;
  if (seen) return done();
  await withdrawChange(tx, id);
  if (!now) return refused("credential_gone", { values: { name } });
  return replaces === null
    ? refused("credential_taken", { field: "name", values: { name } })
    : refused("credential_changed", { values: { name, who: await nameOf(tx, now.updatedBy) } });
}

/** Takes back a change that was not made. */
export async function withdrawChange(tx: TenantTx, id: string): Promise<void> {
  await tx.credentialChange.deleteMany({ where: { id, settling: false } });
}

/** Closes a change to whoever asked for it: from now on it is written by nobody. */
export async function beginSettling(tx: TenantTx, id: string): Promise<void> {
  await tx.credentialChange.updateMany({ where: { id }, data: { settling: true } });
}

/** Makes a change that the Secret has the credential. Refused when somebody else has settled it meanwhile. */
export async function confirmChange(
  tx: TenantTx,
  { projectId }: Pick<Place, "projectId">,
  changeId: string,
): Promise<Outcome<{ secretKey: string; credentialId: string | null }>> {
  const change = await tx.credentialChange.findFirst({ where: { id: changeId, projectId } });
  const gone = await tx.credentialChange.deleteMany({ where: { id: changeId, projectId } });
  if (!change || gone.count === 0) return refused("credential_settled");
  const { organizationId, secretKey, kind, name, fingerprint, lastFour, askedBy, askedAt } = change;
  if (fingerprint === null) {
    // Sessions keep their history.
    await tx.agentSession.updateMany({
      where: { credential: { projectId, secretKey } },
      data: { credentialId: null },
    });
    await tx.credential.deleteMany({ where: { projectId, secretKey } });
    return done({ secretKey, credentialId: null });
  }
  const known = {
    fingerprint,
    lastFour,
    updatedBy: askedBy,
    updatedAt: askedAt,
    testedAt: askedAt,
    testPassed: true,
    testStages: change.testStages as Prisma.InputJsonArray,
  };
  const { id } = await tx.credential.upsert({
    where: { projectId_secretKey: { projectId, secretKey } },
    create: { organizationId, projectId, secretKey, kind, name, createdBy: askedBy, ...known },
    update: known,
  });
  return done({ secretKey, credentialId: id });
}

/** Ends an open change by what was found out: it becomes the credential, or leaves no trace. */
export async function settleChange(
  tx: TenantTx,
  { projectId }: Pick<Place, "projectId">,
  changeId: string,
  happened: boolean,
): Promise<Outcome<{ happened: boolean }>> {
  // Settled by somebody else meanwhile is as good.
  if (happened) await confirmChange(tx, { projectId }, changeId);
  else await tx.credentialChange.deleteMany({ where: { id: changeId, projectId } });
  return done({ happened });
}

/** Writes down that somebody saw what is known of the project's keys: fingerprints, last four, who changed them. */
export const noteSeen = (tx: TenantTx, scope: ProjectScope): Promise<void> =>
  recordLook(tx, scope, { action: "credentials.see" });
