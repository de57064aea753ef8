import { z } from "zod";
import type { Prisma } from "#generated/client.ts";
import { instant, page, pageOf, paging, readOperation } from "#lib/domain/access/operation.ts";

const event = z
  .object({
    id: z.uuid(),
    seq: z.string().meta({ description: "Place in the organization's chain, a whole number." }),
    at: instant,
    action: z.string(),
    outcome: z.enum(["allowed", "refused"]),
    reason: z.string().nullable(),
    via: z.enum(["screen", "api", "cluster", "system"]),
    address: z.string().nullable(),
    actor: z.object({
      kind: z.enum(["person", "token", "bot", "system"]),
      userId: z.uuid().nullable(),
      tokenId: z.uuid().nullable(),
      asUserId: z.uuid().nullable(),
      name: z.string(),
    }),
    projectId: z.uuid().nullable(),
    target: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(),
    detail: z.unknown().meta({ description: "What changed, with secrets masked." }),
    requestId: z.string(),
  })
  .meta({ id: "AuditEvent" });

const seq = z.string().regex(/^\d{1,18}$/);

export const listAudit = readOperation({
  id: "listAuditEvents",
  path: "/audit",
  tag: "audit",
  summary: "Changes and refusals in the organization, newest first",
  at: "organization",
  permission: "audit:read",
  query: paging(seq).extend({
    action: z.string().max(100).optional(),
    outcome: z.enum(["allowed", "refused"]).optional(),
    userId: z.uuid().optional().meta({ description: "Who did it." }),
    projectId: z.uuid().optional(),
    requestId: z.string().max(100).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional().meta({ description: "Before this time." }),
  }),
  output: page(event),
  read: async ({ tx, scope, query: { limit, after, action, outcome, userId, ...query } }) => {
    const { projectId, requestId, from, to } = query;
    const where: Prisma.AuditEventWhereInput = {
      organizationId: scope.organizationId,
      ...(action ? { action } : {}),
      ...(outcome ? { outcome } : {}),
      ...(userId ? { actorUserId: userId } : {}),
      ...(projectId ? { projectId } : {}),
      ...(requestId ? { requestId } : {}),
      ...(from || to
        ? { at: { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) } }
        : {}),
      ...(after ? { seq: { lt: BigInt(after) } } : {}),
    };
    const rows = await tx.auditEvent.findMany({ where, orderBy: { seq: "desc" }, take: limit + 1 });
    return {
      value: pageOf(
        rows,
        limit,
        (row) => String(row.seq),
        ({ actorKind, actorUserId, actorTokenId, asUserId, actorName, targetKind, ...row }) => ({
          ...row,
          seq: String(row.seq),
          outcome: row.outcome as "allowed",
          via: row.via as "api",
          actor: {
            kind: actorKind as "person",
            userId: actorUserId,
            tokenId: actorTokenId,
            asUserId,
            name: actorName,
          },
          target: targetKind ? { kind: targetKind, id: row.targetId, name: row.targetName } : null,
        }),
      ),
    };
  },
});
