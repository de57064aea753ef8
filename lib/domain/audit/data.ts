import type { Prisma } from "#generated/client.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { platformChain } from "./chain.ts";
import type { AuditFilter, AuditQuery } from "./schema.ts";

/**
 * Which part of the log one looks at: one organization's chain (with `projectId`: what happened in that project), or, with
 * null, every chain.
 */
export type AuditPlace = { organizationId: string; projectId?: string } | null;

const columns = {
  id: true,
  seq: true,
  at: true,
  organizationId: true,
  projectId: true,
  actorKind: true,
  actorUserId: true,
  actorKeyId: true,
  actorName: true,
  asUserId: true,
  via: true,
  address: true,
  action: true,
  outcome: true,
  targetKind: true,
  targetId: true,
  targetName: true,
  reason: true,
  detail: true,
  requestId: true,
} satisfies Prisma.AuditEventSelect;

type Event = Prisma.AuditEventGetPayload<{ select: typeof columns }>;

/** A line of the log. `id` is its place in the list: the number in its chain, or the row's id where chains are mixed. */
export type AuditRow = Omit<Event, "id" | "seq" | "organizationId" | "projectId"> & {
  id: string;
  seq: string;
  /** Where it happened, by name; the id of what has no name any more. The organization is told in the log of the platform alone. */
  organization: string | null;
  project: string | null;
};

const PAGE = 50;
const begins = (value: string) => ({ startsWith: literal(value), mode: "insensitive" as const });
const holds = (value: string) => ({ contains: literal(value), mode: "insensitive" as const });

/** The condition that the filters make. Null when they name something that is not there. */
export async function auditWhere(
  tx: AnyTx,
  place: AuditPlace,
  query: AuditQuery,
): Promise<Prisma.AuditEventWhereInput | null> {
  const and: Prisma.AuditEventWhereInput[] = place ? [place] : [];
  if (query.project) {
    const named = place
      ? await tx.project.findMany({
          where: { organizationId: place.organizationId, slug: query.project },
          select: { id: true },
        })
      : await tx.organization.findMany({ where: { slug: query.project }, select: { id: true } });
    if (named.length === 0) return null;
    const ids = { in: named.map(({ id }) => id) };
    and.push(place ? { projectId: ids } : { organizationId: ids });
  }
  if (query.who)
    and.push(
      idIn(query.who)
        ? { OR: [{ actorUserId: query.who }, { actorKeyId: query.who }, { asUserId: query.who }] }
        : { actorName: begins(query.who) },
    );
  if (query.action) and.push({ action: { startsWith: literal(query.action) } });
  if (query.outcome) and.push({ outcome: query.outcome });
  if (query.via) and.push({ via: query.via });
  if (query.from) and.push({ at: { gte: new Date(`${query.from}T00:00:00Z`) } });
  if (query.to) and.push({ at: { lt: new Date(Date.parse(`${query.to}T00:00:00Z`) + 86_400_000) } });
  if (query.request) and.push({ requestId: query.request });
  if (query.q)
    and.push({
      OR: [
        { targetName: holds(query.q) },
        { targetId: query.q },
        { reason: holds(query.q) },
        { actorName: holds(query.q) },
      ],
    });
  return { AND: and };
}

/** One page of the log, newest first. */
export async function listAudit(
  tx: AnyTx,
  place: AuditPlace,
  filter: Omit<AuditFilter, "row">,
  size = PAGE,
): Promise<Page<AuditRow>> {
  const where = await auditWhere(tx, place, filter);
  if (!where) return { rows: [], newer: null, older: null };
  const edgeOf = (edge: string | null) =>
    edge !== null && (idIn(edge) !== null) === (place === null) ? edge : null;
  const keyset = { before: edgeOf(filter.before), after: edgeOf(filter.after) };
  return keysetPage(keyset, size, async ({ edge, upwards, take }) => {
    const direction = upwards ? "asc" : "desc";
    const beyond =
      edge === null
        ? {}
        : place
          ? { seq: upwards ? { gt: BigInt(edge) } : { lt: BigInt(edge) } }
          : { id: upwards ? { gt: edge } : { lt: edge } };
    const events = await tx.auditEvent.findMany({
      where: { ...where, ...beyond },
      orderBy: place ? { seq: direction } : { id: direction },
      take,
      select: columns,
    });
    return named(tx, place, events);
  });
}

/** The newest rows about one thing of a place. */
export async function listAuditOf(
  tx: AnyTx,
  place: { organizationId: string; projectId?: string },
  target: { kind: string; id: string },
  size = 20,
): Promise<AuditRow[]> {
  const events = await tx.auditEvent.findMany({
    where: { ...place, targetKind: target.kind, targetId: target.id },
    orderBy: { seq: "desc" },
    take: size,
    select: columns,
  });
  return named(tx, place, events);
}

/** A row with everything that is kept of it. */
export type AuditDetail = AuditRow & { hash: string; sealed: boolean };

/** One row, by its place in the list; null when there is none there. */
export async function getAuditRow(tx: AnyTx, place: AuditPlace, row: string): Promise<AuditDetail | null> {
  if ((idIn(row) !== null) !== (place === null)) return null;
  const event = await tx.auditEvent.findFirst({
    where: place ? { ...place, seq: BigInt(row) } : { id: row },
    select: { ...columns, hash: true },
  });
  if (!event) return null;
  const { hash, ...rest } = event;
  const chain = await tx.auditChain.findFirst({
    where: { chainId: event.organizationId ?? platformChain },
    select: { sealedSeq: true },
  });
  const [shown] = await named(tx, place, [rest]);
  if (!shown) return null;
  return {
    ...shown,
    hash: Buffer.from(hash).toString("hex"),
    sealed: chain !== null && chain.sealedSeq >= event.seq,
  };
}

/** Gives the rows the names of their organizations and projects. */
async function named(tx: AnyTx, place: AuditPlace, events: readonly Event[]): Promise<AuditRow[]> {
  const ids = (of: "organizationId" | "projectId") => [
    ...new Set(events.flatMap((event) => event[of] ?? [])),
  ];
  const projects = await tx.project.findMany({
    where: { id: { in: ids("projectId") } },
    select: { id: true, slug: true },
  });
  const organizations = place
    ? []
    : await tx.organization.findMany({
        where: { id: { in: ids("organizationId") } },
        select: { id: true, slug: true },
      });
  const slugs = new Map([...projects, ...organizations].map(({ id, slug }) => [id, slug]));
  const slugOf = (id: string | null) => id && (slugs.get(id) ?? id);
  return events.map(({ id, seq, organizationId, projectId, ...event }) => ({
    ...event,
    id: place ? String(seq) : id,
    seq: String(seq),
    // In an organization's own log it goes without saying.
    organization: place ? null : slugOf(organizationId),
    project: slugOf(projectId),
  }));
}
