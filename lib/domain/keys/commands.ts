import { platformCommand, tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { refused } from "#lib/domain/outcome.ts";
import { withUser } from "#lib/infra/db/transaction.ts";
import { createKey, createPlatformKey, type NewKey, revokeKey } from "./mutations.ts";
import { createKeyInput, createPlatformKeyInput, keyRef } from "./schema.ts";

const detailOf = ({ kind, scopes, expiresAt, prefix }: NewKey) => ({
  kind,
  scopes: [...scopes],
  expiresAt: expiresAt.toISOString(),
  prefix,
});

/** Makes a personal or a service key of an organization. The secret is in this one answer and nowhere else. */
export const createKeyCommand = tenantCommand({
  name: "keys.create",
  at: "organization",
  permission: "keys:own",
  input: createKeyInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, scope, input }) => {
    const made = await createKey(tx, scope, input);
    const target = { kind: "key", name: input.name };
    if (!made.ok) return { ...made, audit: { target, detail: { kind: input.kind } } };
    const { organizationRole, project, projectRole } = input;
    const detail = { ...detailOf(made.value), organizationRole, project, projectRole };
    return { ...made, audit: { target: { ...target, id: made.value.id }, detail } };
  },
});

/** Ends a key of the organization: one's own, or with `keys:manage` anybody's. */
export const revokeKeyCommand = tenantCommand({
  name: "keys.revoke",
  at: "organization",
  permission: "keys:own",
  input: keyRef,
  run: async ({ tx, scope, input: { id } }) => {
    const { organizationId, userId, holder } = scope;
    const all = can(holder, "keys:manage");
    if (!all && !userId) return refused("forbidden");
    const whose = all ? {} : { userId: userId as string };
    const revoked = await revokeKey(tx, { id, organizationId, ...whose }, userId);
    const known = revoked.ok ? revoked.value : undefined;
    return {
      ...revoked,
      audit: { target: { kind: "key", id, name: known?.name }, detail: known ? { kind: known.kind } : {} },
    };
  },
});

/**
 * Ends one of one's own keys, whatever has become of one's membership or of the organization meanwhile. The organization's
 * own audit log has it.
 */
export const revokeOwnKeyCommand = userCommand({
  name: "keys.revoke",
  input: keyRef,
  run: async ({ viewer: { userId }, input: { id }, open }) => {
    const key = await withUser(userId, (tx) => tx.key.findFirst({ where: { id, userId } }));
    if (!key?.organizationId) return refused("not_found");
    const { organizationId, name } = key;
    return open.tenant(organizationId, async (tx) => ({
      ...(await revokeKey(tx, { id, organizationId, userId }, userId)),
      audit: { target: { kind: "key", id, name }, detail: { kind: key.kind } },
    }));
  },
});

/** Makes a key with the rights of a platform admin. */
export const createPlatformKeyCommand = platformCommand({
  name: "keys.create",
  permission: "platform:read",
  input: createPlatformKeyInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, caller, input }) => {
    const target = { kind: "key", name: input.name };
    if (!caller.userId) return { ...refused("key_person_needed"), audit: { target } };
    const made = await createPlatformKey(tx, caller, input);
    if (!made.ok) return { ...made, audit: { target } };
    return { ...made, audit: { target: { ...target, id: made.value.id }, detail: detailOf(made.value) } };
  },
});

/** Ends one of one's own keys of the platform. */
export const revokePlatformKeyCommand = platformCommand({
  name: "keys.revoke",
  permission: "platform:read",
  input: keyRef,
  run: async ({ tx, caller: { userId }, input: { id } }) => {
    const revoked = userId
      ? await revokeKey(tx, { id, organizationId: null, userId }, userId)
      : refused("not_found");
    return {
      ...revoked,
      audit: { target: { kind: "key", id, name: revoked.ok ? revoked.value.name : undefined } },
    };
  },
});
