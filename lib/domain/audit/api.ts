import { z } from "zod";
import { instant, page, pageFrom, paging, readOperation } from "#lib/domain/access/operation.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { type AuditPlace, type AuditRow, getAuditRow, listAudit as readAudit } from "./data.ts";
import { auditAsked, auditOutcomes, auditQuery, auditVias } from "./schema.ts";

const event = z.object({
  id: z.string().meta({
    description: "Names the event in this log: its place in the chain, or an id where chains are mixed.",
  }),
  seq: z.string().meta({ description: "Place in its organization's chain, a whole number." }),
  at: instant,
  action: z.string(),
  outcome: z.string().pipe(z.enum(auditOutcomes)),
  reason: z.string().nullable(),
  via: z.string().pipe(z.enum(auditVias)),
  address: z.string().nullable(),
  actor: z.object({
    kind: z.string().meta({ description: "person, key, bot or system." }),
    userId: z.uuid().nullable(),
    keyId: z.uuid().nullable(),
    asUserId: z.uuid().nullable().meta({ description: "Through whose eyes they looked." }),
    name: z.string(),
  }),
  organization: z.string().nullable(),
  project: z.string().nullable(),
  target: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
  detail: z.unknown().meta({ description: "What changed, with secrets masked." }),
  requestId: z.string(),
});
const whole = event.extend({
  hash: z.string().meta({ description: "Over this event and the one before it in its chain." }),
  sealed: z.boolean().meta({ description: "Whether the worker has signed the chain up to here." }),
});
const listed = page(event.meta({ id: "AuditEvent" }));
const detailed = whole.meta({ id: "AuditEventWhole" });

const show = <Row extends AuditRow>({
  actorKind: kind,
  actorUserId: userId,
  actorKeyId: keyId,
  asUserId,
  actorName: name,
  targetKind,
  ...row
}: Row) => ({
  ...row,
  actor: { kind, userId, keyId, asUserId, name },
  target: targetKind ? { kind: targetKind, id: row.targetId, name: row.targetName } : null,
});

const seq = z.string().regex(/^\d{1,18}$/);
type Asked = z.infer<typeof auditAsked> & { limit: number; after?: string };

async function list(tx: AnyTx, place: AuditPlace, { limit, after, ...asked }: Asked) {
  const filter = { ...auditQuery.parse(asked), before: after ?? null, after: null };
  const { rows, older } = await readAudit(tx, place, filter, limit);
  return { value: pageFrom(rows.map(show), older) };
}

async function one(tx: AnyTx, place: AuditPlace, row: string) {
  const found = await getAuditRow(tx, place, row);
  return found && { value: show(found) };
}

export const listAudit = readOperation({
  id: "listAuditEvents",
  path: "/audit",
  tag: "audit",
  summary: "Changes and refusals in the organization, newest first",
  at: "organization",
  permission: "audit:read",
  query: paging(seq).extend(auditAsked.shape),
  output: listed,
  read: ({ tx, scope: { organizationId }, query }) => list(tx, { organizationId }, query),
});

export const getAuditEvent = readOperation({
  id: "getAuditEvent",
  path: "/audit/{event}",
  tag: "audit",
  summary: "One event whole",
  at: "organization",
  permission: "audit:read",
  params: z.object({ event: seq }),
  output: detailed,
  read: ({ tx, scope: { organizationId }, params }) => one(tx, { organizationId }, params.event),
});

export const listPlatformAudit = readOperation({
  id: "listPlatformAuditEvents",
  path: "/platform/audit",
  tag: "platform",
  summary: "Changes and refusals everywhere, newest first",
  at: "platform",
  permission: "platform:audit",
  query: paging(z.uuid()).extend(auditAsked.shape),
  output: listed,
  read: ({ tx, query }) => list(tx, null, query),
});

export const getPlatformAuditEvent = readOperation({
  id: "getPlatformAuditEvent",
  path: "/platform/audit/{event}",
  tag: "platform",
  summary: "One event of any log whole",
  at: "platform",
  permission: "platform:audit",
  params: z.object({ event: z.uuid() }),
  output: detailed,
  read: ({ tx, params }) => one(tx, null, params.event),
});
