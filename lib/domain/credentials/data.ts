import { Prisma } from "#generated/client.ts";
import { endedPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { Reference, SyncState } from "#lib/domain/stores/schema.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { type CredentialKindId, kindOf, type Settings } from "./kinds/index.ts";
import { type Outside, outsideIn } from "./outside.ts";
import { TEST_LOST_MS } from "./rules.ts";
import type { ChangeKind, Stage } from "./schema.ts";

export type CredentialRow = {
  id: string;
  kind: CredentialKindId;
  name: string;
  /** The primary key of it within its Secret, and all of them. */
  secretKey: string;
  parts: string[];
  settings: Settings;
  /** Of all parts; empty where nobody knows them. */
  fingerprint: string;
  lastFour: string;
  source: "value" | "external";
  /** Where an external one comes from, and what the operator says of it. */
  external: Reference | null;
  sync: SyncState | null;
  createdAt: Date;
  /** The one that whoever changes it is to have seen. */
  version: number;
  updatedAt: Date;
  updatedBy: string | null;
  expiresAt: Date | null;
  disabledAt: Date | null;
  disabledBy: string | null;
  /** What was done to its value past Portico, and not looked at yet. */
  outside: Outside | null;
  testable: boolean;
  /** Whether a test is under way. */
  testing: boolean;
  testedAt: Date | null;
  testPassed: boolean | null;
  testStages: Stage[];
  testCause: string | null;
  /** How many sessions were given it, how many of them go on, and how many more wait that name it. */
  sessions: number;
  running: number;
  waiting: number;
};

/** The credentials of a project by name (with null: of the organization itself). Never a value: the database has none. */
export async function listCredentials(tx: TenantTx, projectId: string | null): Promise<CredentialRow[]> {
  const rows = await tx.credential.findMany({
    where: { projectId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return shown(tx, rows);
}

/** One of them; null where there is none. */
export async function getCredential(
  tx: TenantTx,
  projectId: string | null,
  id: string,
): Promise<CredentialRow | null> {
  const row = await tx.credential.findFirst({ where: { id, projectId } });
  const [found = null] = row ? await shown(tx, [row]) : [];
  return found;
}

async function shown(
  tx: TenantTx,
  rows: Prisma.CredentialGetPayload<object>[],
  now = Date.now(),
): Promise<CredentialRow[]> {
  const used = await countUses(
    tx,
    rows.map(({ id }) => id),
  );
  const people = await tx.user.findMany({
    where: {
      id: {
        in: rows.flatMap(({ updatedBy, disabledBy }) =>
          [updatedBy, disabledBy].filter((one) => one !== null),
        ),
      },
    },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  const named = (id: string | null) => (id ? (names.get(id) ?? null) : null);
  return rows.map((row) => {
    const kind = row.kind as CredentialKindId;
    const { id, name, secretKey, parts, fingerprint, lastFour, createdAt, version, updatedAt } = row;
    const { expiresAt, disabledAt, testedAt, testPassed, testCause, testId, testAskedAt } = row;
    return {
      ...{ id, kind, name, secretKey, parts, fingerprint, lastFour, createdAt, version, updatedAt },
      ...{ expiresAt, disabledAt, testedAt, testPassed, testCause },
      settings: row.settings as Settings,
      source: row.source as CredentialRow["source"],
      external: row.external as Reference | null,
      sync: row.sync as SyncState | null,
      updatedBy: named(row.updatedBy),
      disabledBy: named(row.disabledBy),
      outside: outsideIn(row),
      testable: kindOf(kind).test,
      testing: testId !== null && now - (testAskedAt?.getTime() ?? 0) < TEST_LOST_MS,
      testStages: row.testStages as Stage[],
      ...(used.get(id) ?? { sessions: 0, running: 0, waiting: 0 }),
    };
  });
}

type Uses = Pick<CredentialRow, "sessions" | "running" | "waiting">;

/** How many sessions were given each credential and go on with it, and how many wait that name it. */
async function countUses(tx: TenantTx, ids: string[]): Promise<Map<string, Uses>> {
  if (ids.length === 0) return new Map();
  // One of the organization's is found by its name where the project has it, and none of its own.
  const rows = await tx.$queryRaw<(Uses & { id: string })[]>`
    select c.id, given.sessions, given.running, named.waiting
    from credentials c
    cross join lateral (
      select count(*)::int as sessions, count(*) filter (where a.phase <> all(${[...endedPhases]}))::int as running
      from session_credentials s join agent_sessions a on a.id = s.session_id where s.credential_id = c.id
    ) given
    cross join lateral (
      select count(*)::int as waiting from agent_sessions a
      where a.phase in ('Pending', 'Queued') and a.organization_id = c.organization_id
        and c.secret_key = any(a.credential_refs) and (a.project_id = c.project_id or c.project_id is null
          and exists (select 1 from credential_bindings b where b.credential_id = c.id and b.project_id = a.project_id)
          and not exists (
            select 1 from credentials own where own.project_id = a.project_id and own.secret_key = c.secret_key))
    ) named
    where c.id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...uses }) => [id, uses]));
}

/** A session that was given a credential. */
export type UsingSession = {
  id: string;
  title: string;
  phase: string;
  createdAt: Date;
  owner: string | null;
  /** Its project's name in addresses. */
  project: string;
};

/** Sessions that were given a credential, newest first; with null for the organization's, of whichever project. */
export async function listUses(
  tx: TenantTx,
  { projectId, credentialId }: { projectId: string | null; credentialId: string },
  at: Keyset,
  size = 20,
): Promise<Page<UsingSession>> {
  return keysetPage(at, size, ({ edge, upwards, take }) => {
    const side = upwards ? Prisma.sql`>` : Prisma.sql`<`;
    const beyond = edge === null ? Prisma.sql`true` : Prisma.sql`s.session_id ${side} ${edge}::uuid`;
    const order = upwards ? Prisma.sql`asc` : Prisma.sql`desc`;
    const here = projectId === null ? Prisma.sql`true` : Prisma.sql`s.project_id = ${projectId}::uuid`;
    return tx.$queryRaw<UsingSession[]>`
      select a.id, a.title, a.phase, a.created_at as "createdAt", u.display_name as owner,
        p.slug as project
      from session_credentials s join agent_sessions a on a.id = s.session_id
        join projects p on p.id = s.project_id left join users u on u.id = a.created_by
      where s.credential_id = ${credentialId}::uuid and ${here} and ${beyond}
      order by s.session_id ${order} limit ${take}`;
  });
}

/** What whoever may only use a credential may know of it: that it exists and can be used. */
export const usableColumns = {
  id: true,
  kind: true,
  name: true,
  secretKey: true,
  testedAt: true,
  testPassed: true,
  expiresAt: true,
  disabledAt: true,
} satisfies Prisma.CredentialSelect;
export type UsableCredential = Omit<Prisma.CredentialGetPayload<{ select: typeof usableColumns }>, "kind"> & {
  kind: CredentialKindId;
};

/** A project's own credentials by name, for those without the right to manage them. */
export async function listUsableCredentials(tx: TenantTx, projectId: string): Promise<UsableCredential[]> {
  const rows = await tx.credential.findMany({
    where: { projectId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: usableColumns,
  });
  return rows.map((row) => ({ ...row, kind: row.kind as CredentialKindId }));
}

export type ChangeRow = {
  id: string;
  name: string;
  secretKey: string;
  what: ChangeKind;
  lastFour: string;
  askedBy: string;
  askedAt: Date;
};

/** Changes of which it is not known yet whether the Secret has them, oldest first. */
export async function listOpenChanges(tx: TenantTx, projectId: string | null): Promise<ChangeRow[]> {
  const rows = await tx.credentialChange.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return Promise.all(
    rows.map(async ({ id, name, secretKey, what, lastFour, askedBy, askedAt }) => ({
      ...{ id, name, secretKey, lastFour, askedAt },
      what: what as ChangeKind,
      askedBy: await nameOf(tx, askedBy),
    })),
  );
}

/** The open change of one credential; null when there is none. */
export const findOpenChange = (tx: TenantTx, projectId: string | null, secretKey: string) =>
  tx.credentialChange.findFirst({ where: { projectId, secretKey } });

/** The open changes of one place: of which credentials, and whether (not `settling`) each is still for whoever asked to carry out. */
export const openChangesOf = (tx: TenantTx, projectId: string | null) =>
  tx.credentialChange.findMany({
    where: { projectId },
    select: { id: true, secretKey: true, settling: true },
  });

/** What somebody is called, in a sentence. */
export async function nameOf(tx: TenantTx, userId: string | null): Promise<string> {
  const person =
    userId && (await tx.user.findUnique({ where: { id: userId }, select: { displayName: true } }));
  return person ? person.displayName : "a former member";
}
