import type { z } from "zod";
import type { Change } from "#lib/domain/access/change.ts";
import { done, type Outcome } from "#lib/domain/outcome.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import {
  type ChangedKey,
  disableKey,
  enableKey,
  endOverlap,
  type RotatedKey,
  rotateKey,
  updateKey,
} from "./life.ts";
import type { keyRef, RotateKeyInput, UpdateKeyInput } from "./schema.ts";
import type { KeyPlace } from "./standing.ts";

type Tx = TenantTx | PlatformTx;
type Ref = z.infer<typeof keyRef>;

/** The audit row of a change to one key: in its project's log too. */
export const aboutKey = (id: string, made: Outcome<ChangedKey>, detail: object = {}) => {
  const target = { kind: "key", id };
  if (!made.ok) return { target };
  const { name, kind, projectId } = made.value;
  return { target: { ...target, name }, projectId, detail: { kind, ...detail } };
};

// The changes of one key as commands make them, in an organization or on the platform: each with its audit row.

export async function update(
  tx: Tx,
  place: KeyPlace,
  input: UpdateKeyInput,
): Promise<Change<{ version: number }>> {
  const updated = await updateKey(tx, place, input);
  if (!updated.ok) return { ...updated, audit: aboutKey(input.id, updated) };
  const { version, detail } = updated.value;
  return { ...done({ version }), audit: aboutKey(input.id, updated, detail) };
}

export async function rotate(tx: Tx, place: KeyPlace, input: RotateKeyInput): Promise<Change<RotatedKey>> {
  const { id, overlap } = input;
  const rotated = await rotateKey(tx, place, input);
  if (!rotated.ok) return { ...rotated, audit: { ...aboutKey(id, rotated), detail: { overlap } } };
  const { prefix, before, expiresAt } = rotated.value;
  const renewed = input.expiresAt ? { expiresAt: expiresAt.toISOString() } : {};
  return {
    ...rotated,
    audit: aboutKey(id, rotated, { overlap, prefix, prefixBefore: before.prefix, ...renewed }),
  };
}

export async function end(tx: Tx, place: KeyPlace, { id }: Ref): Promise<Change<ChangedKey>> {
  const ended = await endOverlap(tx, place, id);
  return { ...ended, audit: aboutKey(id, ended, ended.ok ? { prefix: ended.value.prefix } : {}) };
}

export async function disable(tx: Tx, place: KeyPlace, { id }: Ref): Promise<Change<ChangedKey>> {
  const disabled = await disableKey(tx, place, id);
  return { ...disabled, audit: aboutKey(id, disabled) };
}

export async function enable(tx: Tx, place: KeyPlace, { id }: Ref): Promise<Change<ChangedKey>> {
  const enabled = await enableKey(tx, place, id);
  return { ...enabled, audit: aboutKey(id, enabled) };
}
