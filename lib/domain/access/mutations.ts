import { type AuditEntry, recordOnce } from "#lib/domain/audit/mutations.ts";
import { type AnyTx, type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { actorOf, type Caller } from "./caller.ts";
import type { AccessQuery } from "./schema.ts";
import { resolveTenant, type TenantScope } from "./scope.ts";

/** An address of ours as what a row of the log is about: its path, and what it asks for. */
export const pageTarget = (path: string) => ({ kind: "page", name: path.slice(0, 300) });

/** Where somebody was refused. Null of `organizationId` for no organization's: the row is in the platform's chain. */
export type RefusedAt = { organizationId: string | null; projectId?: string | null };

/** What was refused to whom; `at` null for where the caller's credential belongs. */
export type RefusalNote = Pick<AuditEntry, "action" | "target" | "detail"> & {
  reason: string;
  requestId?: string;
};

/**
 * Writes down that somebody was refused, in a transaction of its own: whatever was under way may not be able to write, or is
 * undone. The same refusal again within five minutes is the same one, so that nobody fills a log with what they may not do.
 * Whoever is not known leaves nothing, and neither does a stranger in an organization's log: for them it does not exist.
 */
export async function noteRefusal(
  caller: Caller,
  at: RefusedAt | null,
  { requestId = newRequestId(), ...note }: RefusalNote,
): Promise<void> {
  const { organizationId, projectId = null } = at ?? { organizationId: caller.organizationId };
  const write = (tx: AnyTx) =>
    recordOnce(tx, {
      ...note,
      outcome: "refused",
      actor: actorOf(caller),
      requestId,
      organizationId,
      projectId,
    });
  if (organizationId) await withTenant({ organizationId, actorId: caller.actorId }, write);
  else await withPlatform(write);
}

/**
 * The organization of a slug for who belongs to it, by whatever way they came (page, route, API); null for everybody else.
 * That somebody came through another's eyes is written down, once in five minutes for the same thing.
 * @param way what is looked at: a path, or an operation of the API
 */
export async function enterTenant(caller: Caller, slug: string, way: string): Promise<TenantScope | null> {
  const scope = await resolveTenant(caller, slug);
  if (scope?.caller.viewing) await noteViewing(scope, way);
  return scope;
}

async function noteViewing({ organizationId, caller }: TenantScope, way: string): Promise<void> {
  await withTenant({ organizationId, userId: caller.userId }, (tx) =>
    recordOnce(tx, {
      action: "view-as.read",
      outcome: "allowed",
      actor: actorOf(caller),
      requestId: newRequestId(),
      organizationId,
      target: pageTarget(way),
    }),
  );
}

/** Notes that somebody looked at who can do what. The last write of the transaction. */
export async function noteLook(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  { by, permission, person, resource }: Pick<AccessQuery, "by"> & Partial<AccessQuery>,
): Promise<void> {
  const id = by === "cluster" ? undefined : ({ permission, person, resource }[by] ?? undefined);
  await recordLook(tx, scope, { action: "access.look", target: { kind: by, id } });
}

/**
 * Notes that somebody looked at what is worth knowing. Nothing for who looks through another's eyes: their transaction
 * cannot write, and that they came is written down already.
 */
export async function recordLook(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  look: Pick<AuditEntry, "action" | "target">,
): Promise<void> {
  if (scope.readOnly) return;
  await recordOnce(tx, {
    ...look,
    outcome: "allowed",
    actor: actorOf(scope.caller),
    requestId: newRequestId(),
    organizationId: scope.organizationId,
    projectId: scope.projectId ?? null,
  });
}
