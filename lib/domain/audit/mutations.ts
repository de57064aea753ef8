import { Prisma } from "#generated/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { withoutSecrets } from "./rules.ts";

export type Actor = {
  kind: "person" | "key" | "bot" | "system";
  userId: string | null;
  name: string;
  via: "screen" | "api" | "cluster" | "system";
  keyId?: string | null;
  /** Whose eyes a platform admin looked through. */
  asUserId?: string | null;
  address?: string | null;
};

/** What Portico does by itself. */
export const portico: Actor = { kind: "system", userId: null, name: "Portico", via: "system" };

export type AuditEntry = {
  action: string;
  outcome: "allowed" | "refused";
  actor: Actor;
  requestId: string;
  organizationId?: string | null;
  projectId?: string | null;
  target?: { kind: string; id?: string; name?: string };
  reason?: string;
  /** What changed: what a mutation hands over for it. */
  detail?: Prisma.InputJsonObject;
};

/**
 * Writes the audit row in the caller's transaction: if it cannot be written, the change does not happen. It is the last
 * write of a transaction: from here to the commit the organization's chain is locked. What looks like a secret is hidden
 * in every text of it that people or other programs wrote.
 */
export async function recordAudit(tx: AnyTx, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`insert into audit_events ${columns} values (${values(entry)})`;
}

/** Writes several rows, in the order of their chains: two who write to several never wait for each other in a circle. */
export async function recordAll(tx: AnyTx, entries: readonly AuditEntry[]): Promise<void> {
  const chainOf = ({ organizationId }: AuditEntry) => organizationId ?? "";
  for (const entry of entries.toSorted((a, b) => (chainOf(a) < chainOf(b) ? -1 : 1)))
    await recordAudit(tx, entry);
}

/** How long the same again is the same once: pages read themselves again, and whoever is refused tries again. */
const SAME_MINUTES = 5;

/** What a refusal is of, whoever is refused chooses: of so many things it is written in that time, then no more. */
const REFUSALS_MOST = 20;

/**
 * Writes the row unless one that says the same (who, what, where, of what, with which outcome) was written in the last
 * five minutes: for looks and refusals, which can come by the thousand. Of one way in which somebody is refused at most
 * twenty rows are written in that time. The last write of a transaction, like every row.
 */
export async function recordOnce(tx: AnyTx, entry: AuditEntry): Promise<void> {
  const { organizationId = null, projectId = null, actor, target } = entry;
  // Two at the same moment (a layout and its page): the second waits here, and then sees the first one's row.
  const line = [organizationId, actor.userId ?? actor.name, actor.keyId, entry.action].join();
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${line}, 0))`;
  const alike = Prisma.sql`select from audit_events where at > now() - ${SAME_MINUTES} * interval '1 minute'
    and action = ${entry.action} and outcome = ${entry.outcome} and reason is not distinct from ${texts(entry.reason)}
    and organization_id is not distinct from ${organizationId}::uuid
    and actor_user_id is not distinct from ${actor.userId}::uuid and actor_name = ${actor.name}
    and actor_key_id is not distinct from ${actor.keyId ?? null}::uuid`;
  const most = entry.outcome === "refused" ? REFUSALS_MOST : null;
  await tx.$executeRaw`insert into audit_events ${columns} select ${values(entry)} where not exists (${alike}
      and via = ${actor.via} and project_id is not distinct from ${projectId}::uuid
      and as_user_id is not distinct from ${actor.asUserId ?? null}::uuid
      and target_kind is not distinct from ${target?.kind ?? null} and target_id is not distinct from ${target?.id ?? null}
      and target_name is not distinct from ${texts(target?.name)})
    and (${most}::int is null or (select count(*) from (${alike} limit ${REFUSALS_MOST}) as written) < ${most}::int)`;
}

const texts = (text: string | undefined): string | null => (text === undefined ? null : withoutSecrets(text));

const columns = Prisma.sql`(id, organization_id, project_id, actor_kind, actor_user_id, actor_name, actor_key_id, as_user_id,
  via, address, action, outcome, target_kind, target_id, target_name, reason, detail, request_id)`;

function values({ actor, target, detail, ...entry }: AuditEntry): Prisma.Sql {
  const hidden = (_: string, value: unknown) => (typeof value === "string" ? withoutSecrets(value) : value);
  return Prisma.sql`${newId()}::uuid, ${entry.organizationId ?? null}::uuid, ${entry.projectId ?? null}::uuid, ${actor.kind},
    ${actor.userId}::uuid, ${actor.name}, ${actor.keyId ?? null}::uuid, ${actor.asUserId ?? null}::uuid, ${actor.via},
    ${actor.address ?? null}, ${entry.action}, ${entry.outcome}, ${target?.kind ?? null}, ${target?.id ?? null},
    ${texts(target?.name)}, ${texts(entry.reason)}, ${detail ? JSON.stringify(detail, hidden) : null}::jsonb, ${entry.requestId}`;
}
