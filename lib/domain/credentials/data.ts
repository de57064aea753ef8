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
