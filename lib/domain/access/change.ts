import { createHash } from "node:crypto";
import type { Prisma } from "#generated/client.ts";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import { type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import type { AnyTx } from "#lib/infra/db/transaction.ts";

/**
 * What a change answers, and what its audit row says beyond who, what and where. A change of the platform's staff names the
 * organization in whose audit log it belongs, one in an organization may name a project.
 */
export type Change<T> = Outcome<T> & {
  audit?: Pick<AuditEntry, "target" | "detail" | "organizationId" | "projectId">;
};

/** Undoes the transaction of a change that was refused half-way, and carries the refusal out. */
class Undo extends Error {
  readonly refusal: Refused & Pick<Change<unknown>, "audit">;
  constructor(refusal: Refused) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** Runs the change; a refusal undoes whatever it wrote. The audit row is of the same transaction. */
export async function change<T>(
  tx: AnyTx,
  entry: AuditEntry,
  key: Repeat | null,
  run: () => Promise<Change<T>>,
): Promise<Outcome<T>> {
  if (key) {
    const earlier = await claim<T>(tx, key);
    if (earlier) return earlier;
  }
  const { audit, ...outcome } = await run();
  if (!outcome.ok) throw new Undo({ ...outcome, audit } as Refused);
  if (key) {
    const kept = key.secret ? refused("secret_shown") : outcome;
    const result = JSON.parse(JSON.stringify(kept)) as Prisma.InputJsonObject;
    await tx.idempotencyKey.update({
      where: { actorId_action_key: { actorId: key.actorId, action: key.action, key: key.key } },
      data: { result },
    });
  }
  await recordAudit(tx, { ...entry, ...audit });
  return outcome;
}

/** What makes two requests the same one, and whether the answer holds a secret, which the second is told and not given. */
export type Repeat = { actorId: string; action: string; key: string; fingerprint: string; secret?: true };

/** The first of two equal requests goes on (null); the second waits for it and gets the same answer. */
async function claim<T>(tx: AnyTx, key: Repeat): Promise<Outcome<T> | null> {
  const inserted =
    await tx.$executeRaw`insert into idempotency_keys (actor_id, action, key, fingerprint, result)
    values (${key.actorId}::uuid, ${key.action}, ${key.key}, ${key.fingerprint}, 'null'::jsonb) on conflict do nothing`;
  if (inserted === 1) return null;
  const earlier = await tx.idempotencyKey.findUniqueOrThrow({
    where: { actorId_action_key: { actorId: key.actorId, action: key.action, key: key.key } },
  });
  return earlier.fingerprint === key.fingerprint
    ? (earlier.result as unknown as Outcome<T>)
    : refused("idempotency_reused");
}

const fingerprintOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export function repeatOf(
  { key, ...asked }: Omit<Repeat, "key" | "fingerprint"> & { key: string | undefined },
  input: unknown,
): Repeat | null {
  return key ? { ...asked, key: key.slice(0, 100), fingerprint: fingerprintOf(input) } : null;
}

/**
 * Turns an undone transaction into its refusal and writes that down in a transaction of its own. What is not there for
 * whoever asks leaves nothing: ids can be made up without end.
 */
export async function refusing<T>(
  work: () => Promise<Outcome<T>>,
  note: (refusal: Refused) => Promise<void>,
): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
    if (error.refusal.reason !== "not_found") await note(error.refusal);
    return error.refusal;
  }
}
