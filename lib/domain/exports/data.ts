import type { Prisma } from "#generated/client.ts";
import { holderNow, keyHolderNow } from "#lib/domain/access/holder.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { type AuditPlace, auditWhere } from "#lib/domain/audit/data.ts";
import { auditQuery } from "#lib/domain/audit/schema.ts";
import { whyClosed } from "#lib/domain/organizations/data.ts";
import { newId } from "#lib/infra/db/id.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { type AnyTx, type TenantTx, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import type { Line } from "./rules.ts";
import type { ExportFormat, ExportKind } from "./schema.ts";

export type ExportRow = {
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  state: "queued" | "running" | "done" | "failed" | "expired";
  rows: number;
  bytes: number;
  message: string | null;
  /** Who asked; null for Portico itself, or somebody whose name is not known any more. */
  askedBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
};

/** Whose a file is: an organization's (with `projectId`: of one project's part of its log), or, with null, the platform's. */
export type ExportPlace = { organizationId: string | null; projectId?: string | null };

const at = ({ organizationId, projectId }: ExportPlace) => ({
  organizationId,
  ...(projectId ? { projectId } : {}),
});

/** The files of a place, of the kinds one may have, newest first. */
export async function listExports(
  tx: AnyTx,
  place: ExportPlace,
  kinds: readonly ExportKind[],
  { before, after }: Keyset,
  size = 50,
): Promise<Page<ExportRow>> {
  return keysetPage({ before, after }, size, async ({ edge, upwards, take }) => {
    const rows = await tx.export.findMany({
      where: {
        ...at(place),
        kind: { in: [...kinds] },
        ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}),
      },
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    });
    const people = await tx.user.findMany({
      where: { id: { in: rows.flatMap(({ createdBy }) => createdBy ?? []) } },
      select: { id: true, displayName: true },
    });
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    return rows.map((row) => shown(row, names));
  });
}

function shown(row: Prisma.ExportGetPayload<object>, names: ReadonlyMap<string, string>): ExportRow {
  const { id, kind, format, state, rows, bytes, message, createdBy, createdAt, expiresAt } = row;
  return {
    id,
    kind: kind as ExportKind,
    format: format as ExportFormat,
    state: state as ExportRow["state"],
    rows,
    bytes: Number(bytes),
    message,
    askedBy: createdBy && (names.get(createdBy) ?? null),
    createdAt,
    expiresAt,
  };
}

/** One file of a place, of the kinds one may have; null for none. */
export async function getExport(
  tx: AnyTx,
  place: ExportPlace,
  kinds: readonly ExportKind[],
  id: string,
): Promise<ExportRow | null> {
  const row = await tx.export.findFirst({ where: { ...at(place), id, kind: { in: [...kinds] } } });
  return row && shown(row, new Map());
}

/** A file of a place that can be had now; null for none. */
export async function getReadyExport(
  tx: AnyTx,
  place: ExportPlace,
  id: string | null,
): Promise<ExportRow | null> {
  if (id === null) return null;
  const row = await tx.export.findFirst({
    where: { ...at(place), id, state: "done", expiresAt: { gt: new Date() } },
  });
  return row && shown(row, new Map());
}

/** The files of a place that are being made or can be had, newest first: at most fifty. */
export async function listReadyExports(tx: AnyTx, place: ExportPlace): Promise<ExportRow[]> {
  const { rows } = await listExports(tx, place, ["audit"], { before: null, after: null });
  return rows.filter(({ state }) => state !== "expired");
}

type ClosingExport = { organizationId: string; displayName: string; row: ExportRow };

/**
 * The file of everything that an organization had which is being deleted: for its owners, who cannot open it any more, and
 * once it is gone for those who owned it then, until the file expires. Null for everybody else.
 * @param closed what `whyClosed` says of it to this person, where that was asked already
 */
export async function closingExport(
  userId: string,
  slug: string,
  closed?: Awaited<ReturnType<typeof whyClosed>>,
): Promise<ClosingExport | null> {
  closed ??= closed === undefined ? await withUser(userId, (tx) => whyClosed(tx, userId, slug)) : null;
  if (!closed) return leftExport(userId, slug);
  if (closed.state !== "deleting" || !closed.owner) return null;
  const { id: organizationId } = closed;
  const row = await withTenant({ organizationId, userId }, (tx) =>
    tx.export.findFirst({
      where: { organizationId, kind: "organization", createdBy: null },
      orderBy: { id: "desc" },
    }),
  );
  const { displayName } = closed;
  return row && { organizationId, displayName, row: shown(row, new Map()) };
}

/** Nobody belongs to an organization that is gone: the files themselves say whose they are, and their own policy shows them. */
async function leftExport(userId: string, slug: string): Promise<ClosingExport | null> {
  const left = await withUser(userId, (tx) =>
    tx.export.findMany({
      where: { kind: "organization", owners: { has: userId }, state: "done", expiresAt: { gt: new Date() } },
      orderBy: { id: "desc" },
    }),
  );
  for (const row of left) {
    const organizationId = row.organizationId ?? "";
    const gone = await withTenant({ organizationId, userId }, (tx) =>
      tx.organization.findFirst({ where: { id: organizationId, slug, state: "deleted" } }),
    );
    if (gone) return { organizationId, displayName: gone.displayName, row: shown(row, new Map()) };
  }
  return null;
}

/**
 * Whether who asked may have a file at this moment, by their rows or their key's: what else they showed when they asked is
 * gone while it is made. What Portico itself asked for is nobody's right.
 */
export async function mayHaveExport(
  tx: AnyTx,
  { organizationId, projectId = null, kind, askedBy }: ExportPlace & { kind: string; askedBy: string | null },
): Promise<boolean> {
  if (askedBy === null) return true;
  // Who is of the platform's staff is the web's to know, by its configuration: it asks before it hands out any part.
  if (organizationId === null)
    return (await tx.user.count({ where: { id: askedBy, suspendedAt: null } })) === 1;
  const place = { organizationId, projectId };
  const tenant = tx as TenantTx;
  const holder = (await holderNow(tenant, askedBy, place)) ?? (await keyHolderNow(tenant, askedBy, place));
  const permission =
    kind === "organization" ? "organization:export" : projectId ? "project-audit:read" : "audit:export";
  return holder !== null && can(holder, permission);
}

/** One part of a file; null behind its end. */
export const readPart = async (tx: AnyTx, exportId: string, position: number): Promise<Uint8Array | null> =>
  (await tx.exportChunk.findUnique({ where: { exportId_position: { exportId, position } } }))?.content ??
  null;

/** The next lines of a file behind `cursor` (null: from the beginning), and the cursor behind them; null at the end. */
export type Read = (tx: AnyTx, cursor: string | null) => Promise<{ lines: Line[]; cursor: string | null }>;

const STEP = 1000;

/** Rows of the audit log that fit the filters, oldest first, up to the newest one at the time of the first step. */
export function readAudit(place: AuditPlace, filter: unknown): Read {
  let upto: bigint | string | undefined;
  return async (tx, cursor) => {
    upto ??= place ? await lastOf(tx, place) : newId();
    const where = await auditWhere(tx, place, auditQuery.parse({ ...(filter as object) }));
    if (!where) return { lines: [], cursor: null };
    // One chain goes by its numbers; chains that are mixed by the ids of their rows, which are made of the time.
    const range = place
      ? { seq: { gt: BigInt(cursor ?? 0), lte: BigInt(upto) } }
      : { id: { lt: String(upto), ...(cursor ? { gt: cursor } : {}) } };
    const rows = await tx.auditEvent.findMany({
      where: { AND: [where, range] },
      orderBy: place ? { seq: "asc" } : { id: "asc" },
      take: STEP,
      omit: { hash: true },
    });
    const last = rows.length === STEP ? rows.at(-1) : undefined;
    return { lines: rows, cursor: last ? String(place ? last.seq : last.id) : null };
  };
}

const lastOf = async (tx: AnyTx, { organizationId }: NonNullable<AuditPlace>): Promise<bigint> =>
  (await tx.auditChain.findUnique({ where: { chainId: organizationId } }))?.seq ?? 0n;

type Step = { where: { organizationId: string; id?: { gt: string } }; orderBy: { id: "asc" }; take: number };

/** What an organization has, kind by kind. Nothing in it opens anything: no hash of a key, no nonce of a link. */
const kinds: readonly [kind: string, read: (tx: AnyTx, step: Step) => Promise<{ id: string }[]>][] = [
  [
    "membership",
    (tx, step) =>
      tx.membership.findMany({ ...step, include: { user: { select: { displayName: true, email: true } } } }),
  ],
  ["invitation", (tx, step) => tx.invitation.findMany({ ...step, omit: { nonce: true } })],
  ["domain", (tx, step) => tx.domain.findMany(step)],
  ["group", (tx, step) => tx.groupMapping.findMany(step)],
  ["joinRequest", (tx, step) => tx.joinRequest.findMany(step)],
  ["key", (tx, step) => tx.key.findMany({ ...step, include: { secrets: { omit: { hash: true } } } })],
  ["project", (tx, step) => tx.project.findMany(step)],
  [
    "credential",
    (tx, step) => tx.credential.findMany({ ...step, include: { bindings: { select: { projectId: true } } } }),
  ],
  ["session", (tx, step) => tx.agentSession.findMany({ ...step, include: { given: true } })],
];

/** Everything of an organization, each line says what it is a `record` of; the audit log comes last. */
export function readOrganization(organizationId: string): Read {
  const audit = readAudit({ organizationId }, {});
  return async (tx, cursor) => {
    const [at = 0, after] = cursor ? (JSON.parse(cursor) as [number, string | null]) : [];
    const next = (index: number, edge: string | null) => JSON.stringify([index, edge]);
    const tag = (kind: string, rows: readonly object[]): Line[] =>
      rows.map((row) => ({ record: kind, ...row }));
    if (cursor === null)
      return {
        lines: tag("organization", [
          await tx.organization.findUniqueOrThrow({ where: { id: organizationId } }),
        ]),
        cursor: next(0, null),
      };
    const entry = kinds[at];
    if (!entry) {
      const { lines, cursor: behind } = await audit(tx, after ?? null);
      return { lines: tag("audit", lines), cursor: behind && next(at, behind) };
    }
    const [kind, read] = entry;
    const where = { organizationId, ...(after ? { id: { gt: after } } : {}) };
    const rows = await read(tx, { where, orderBy: { id: "asc" }, take: STEP });
    const last = rows.length === STEP ? rows.at(-1) : undefined;
    return { lines: tag(kind, rows), cursor: last ? next(at, last.id) : next(at + 1, null) };
  };
}
