import type { Prisma } from "#generated/client.ts";
import { auditWhere } from "#lib/domain/audit/data.ts";
import { auditQuery } from "#lib/domain/audit/schema.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
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

/** The files of an organization of the kinds one may have, newest first. */
export async function listExports(
  tx: TenantTx,
  organizationId: string,
  kinds: readonly ExportKind[],
  { before, after }: { before: string | null; after: string | null },
): Promise<Page<ExportRow>> {
  return keysetPage({ before, after }, 50, async ({ edge, upwards, take }) => {
    const rows = await tx.export.findMany({
      where: {
        organizationId,
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

/** A file that can be had now; null for none. */
export const getReadyExport = async (tx: TenantTx, id: string): Promise<ExportRow | null> => {
  const row = await tx.export.findFirst({ where: { id, state: "done", expiresAt: { gt: new Date() } } });
  return row && shown(row, new Map());
};

/** One part of a file; null behind its end. */
export const readPart = async (
  tx: TenantTx,
  exportId: string,
  position: number,
): Promise<Uint8Array | null> =>
  (await tx.exportChunk.findUnique({ where: { exportId_position: { exportId, position } } }))?.content ??
  null;

/** The next lines of a file behind `cursor` (null: from the beginning), and the cursor behind them; null at the end. */
export type Read = (tx: TenantTx, cursor: string | null) => Promise<{ lines: Line[]; cursor: string | null }>;

const STEP = 1000;

/** Rows of the audit log that fit the filters, oldest first, up to the newest one at the time of the first step. */
export function readAudit(organizationId: string, filter: unknown): Read {
  let upto: bigint | undefined;
  return async (tx, cursor) => {
    const place = { organizationId };
    upto ??= (await tx.auditChain.findUnique({ where: { chainId: organizationId } }))?.seq ?? 0n;
    const where = await auditWhere(tx, place, auditQuery.parse({ ...(filter as object) }));
    if (!where) return { lines: [], cursor: null };
    const rows = await tx.auditEvent.findMany({
      where: { ...where, seq: { gt: BigInt(cursor ?? 0), lte: upto } },
      orderBy: { seq: "asc" },
      take: STEP,
      omit: { hash: true },
    });
    const last = rows.length === STEP ? rows.at(-1) : undefined;
    return { lines: rows, cursor: last ? String(last.seq) : null };
  };
}

type Step = { where: { organizationId: string; id?: { gt: string } }; orderBy: { id: "asc" }; take: number };

/** What an organization has, kind by kind. Nothing in it opens anything: no hash of a token, no nonce of a link. */
const kinds: readonly [kind: string, read: (tx: TenantTx, step: Step) => Promise<{ id: string }[]>][] = [
  [
    "membership",
    (tx, step) =>
      tx.membership.findMany({ ...step, include: { user: { select: { displayName: true, email: true } } } }),
  ],
  ["invitation", (tx, step) => tx.invitation.findMany({ ...step, omit: { nonce: true } })],
  ["domain", (tx, step) => tx.domain.findMany(step)],
  ["group", (tx, step) => tx.groupMapping.findMany(step)],
  ["joinRequest", (tx, step) => tx.joinRequest.findMany(step)],
  ["token", (tx, step) => tx.token.findMany({ ...step, omit: { tokenHash: true } })],
  ["project", (tx, step) => tx.project.findMany(step)],
  ["credential", (tx, step) => tx.credential.findMany(step)],
  ["session", (tx, step) => tx.agentSession.findMany(step)],
];

/** Everything of an organization, each line says what it is a `record` of; the audit log comes last. */
export function readOrganization(organizationId: string): Read {
  const audit = readAudit(organizationId, {});
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
