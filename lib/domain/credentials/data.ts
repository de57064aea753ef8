import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Stage } from "./schema.ts";

export type CredentialRow = {
  id: string;
  kind: ProviderKind;
  name: string;
  secretKey: string;
  fingerprint: string;
  lastFour: string;
  updatedAt: Date;
  updatedBy: string | null;
  testedAt: Date | null;
  testPassed: boolean | null;
  testStages: Stage[];
  sessions: number;
};

/** A project's credentials by name, with how many sessions used each. Never a value: the database has none. */
export async function listCredentials(tx: TenantTx, projectId: string): Promise<CredentialRow[]> {
  const rows = await tx.credential.findMany({
    where: { projectId },
    orderBy: { name: "asc" },
    include: { _count: { select: { sessions: true } } },
  });
  const people = await tx.user.findMany({
    where: { id: { in: rows.flatMap((row) => row.updatedBy ?? []) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as ProviderKind,
    name: row.name,
    secretKey: row.secretKey,
    fingerprint: row.fingerprint,
    lastFour: row.lastFour,
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy ? (names.get(row.updatedBy) ?? null) : null,
    testedAt: row.testedAt,
    testPassed: row.testPassed,
    testStages: row.testStages as Stage[],
    sessions: row._count.sessions,
  }));
}

/** What somebody without the right to manage credentials may know: that one exists and may be used. */
export async function listUsableCredentials(tx: TenantTx, projectId: string) {
  const rows = await tx.credential.findMany({
    where: { projectId },
    orderBy: { name: "asc" },
    select: { id: true, kind: true, name: true, testedAt: true, testPassed: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as ProviderKind }));
}
export type UsableCredential = Awaited<ReturnType<typeof listUsableCredentials>>[number];

export type ChangeRow = {
  id: string;
  name: string;
  secretKey: string;
  /** Whether the key is to be taken out. */
  removal: boolean;
  lastFour: string;
  askedBy: string;
  askedAt: Date;
};

/** Changes of which it is not known yet whether the project's Secret has them, oldest first. */
export async function listOpenChanges(tx: TenantTx, projectId: string): Promise<ChangeRow[]> {
  const rows = await tx.credentialChange.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return Promise.all(
    rows.map(async ({ id, name, secretKey, fingerprint, lastFour, askedBy, askedAt }) => ({
      id,
      name,
      secretKey,
      removal: fingerprint === null,
      lastFour,
      askedBy: await nameOf(tx, askedBy),
      askedAt,
    })),
  );
}

/** The open change of one key of a project's Secret; null when there is none. */
export const findOpenChange = (tx: TenantTx, projectId: string, secretKey: string) =>
  tx.credentialChange.findUnique({ where: { projectId_secretKey: { projectId, secretKey } } });

/** Whether a change is still for whoever asked for it to carry out. */
export async function isOpen(tx: TenantTx, changeId: string): Promise<boolean> {
  return (await tx.credentialChange.count({ where: { id: changeId, settling: false } })) === 1;
}

/** What somebody is called, in a sentence. */
export async function nameOf(tx: TenantTx, userId: string | null): Promise<string> {
  const person =
    userId && (await tx.user.findUnique({ where: { id: userId }, select: { displayName: true } }));
  return person ? person.displayName : "a former member";
}
