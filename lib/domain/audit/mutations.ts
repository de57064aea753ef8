import type { Prisma } from "#generated/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx, TenantTx } from "#lib/infra/db/transaction.ts";

export type Actor = {
  kind: "person" | "token" | "bot" | "system";
  userId: string | null;
  name: string;
  via: "screen" | "api" | "cluster" | "system";
  tokenId?: string | null;
  /** Whose eyes a platform admin looked through. */
  asUserId?: string | null;
  address?: string | null;
};

export type AuditEntry = {
  action: string;
  outcome: "allowed" | "refused";
  actor: Actor;
  requestId: string;
  organizationId?: string | null;
  projectId?: string | null;
  target?: { kind: string; id?: string; name?: string };
  reason?: string;
  /** What changed. Never a secret: the wrapper puts in only what a mutation hands over for it. */
  detail?: Prisma.InputJsonObject;
};

/**
 * Writes the audit row in the caller's transaction: if it cannot be written, the change does not happen. It is the last
 * write of a transaction: from here to the commit the organization's chain is locked.
 */
export async function recordAudit(tx: AnyTx, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`insert into audit_events (id, organization_id, project_id, actor_kind, actor_user_id, actor_name,
      actor_token_id, as_user_id, via, address, action, outcome, target_kind, target_id, target_name, reason, detail, request_id)
    values (${newId()}::uuid, ${entry.organizationId ?? null}::uuid, ${entry.projectId ?? null}::uuid, ${entry.actor.kind},
      ${entry.actor.userId}::uuid, ${entry.actor.name}, ${entry.actor.tokenId ?? null}::uuid,
      ${entry.actor.asUserId ?? null}::uuid, ${entry.actor.via}, ${entry.actor.address ?? null}, ${entry.action}, ${entry.outcome}, ${entry.target?.kind ?? null},
      ${entry.target?.id ?? null}, ${entry.target?.name ?? null}, ${entry.reason ?? null},
      ${entry.detail ? JSON.stringify(entry.detail) : null}::jsonb, ${entry.requestId})`;
}

/** How long looking again is the same look: pages read themselves again whenever something on them changes. */
const SAME_LOOK_MINUTES = 5;

/**
 * Writes down that somebody looked at what is worth knowing. The last write of a transaction, like every audit row. A
 * transaction that only reads writes nothing: whoever looks through another's eyes is written down by that.
 */
export async function recordLook(
  tx: TenantTx,
  entry: AuditEntry & { organizationId: string },
): Promise<void> {
  const { userId, tokenId = null } = entry.actor;
  const [found] = await tx.$queryRaw<{ done: boolean }[]>`
    select current_setting('transaction_read_only') = 'on' or exists (
      select from audit_events where organization_id = ${entry.organizationId}::uuid and action = ${entry.action}
        and project_id is not distinct from ${entry.projectId ?? null}::uuid
        and actor_user_id is not distinct from ${userId}::uuid and actor_token_id is not distinct from ${tokenId}::uuid
        and at > now() - ${SAME_LOOK_MINUTES} * interval '1 minute') as done`;
  if (!found?.done) await recordAudit(tx, entry);
}
