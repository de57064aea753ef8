import { actorOf } from "#lib/domain/access/caller.ts";
import { platformCommand, tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { recordAll } from "#lib/domain/audit/mutations.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { aboutKey, disable, enable, end, rotate, update } from "./changes.ts";
import { endKeys, isWidened, revokeKey } from "./life.ts";
import { revokeKeys } from "./many.ts";
import { createKey, createPlatformKey, type NewKey } from "./mutations.ts";
import { tellRevoked } from "./notices.ts";
import {
  createKeyInput,
  createPlatformKeyInput,
  keyRef,
  revokeKeysInput,
  rotateKeyInput,
  updateKeyInput,
} from "./schema.ts";
import { platformPlace } from "./standing.ts";

/**
 * Keys are asked for in the organization, whatever project they are of: one's own are there for everybody who belongs, also
 * for who has a role in a project alone. What somebody may do with a key is asked when it is locked (`lockKey`).
 */
const inOrganization = { at: "organization", permission: null, scope: "keys:write" } as const;

const detailOf = ({ kind, scopes, expiresAt, prefix }: NewKey) => ({
  kind,
  scopes: [...scopes],
  expiresAt: expiresAt.toISOString(),
  prefix,
});

/** Makes a key of an organization, of one of its projects, or of oneself there. The secret is in this one answer and nowhere else. */
export const createKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.create",
  input: createKeyInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, scope, input }) => {
    const made = await createKey(tx, scope, input);
    const target = { kind: "key", name: input.name };
    if (!made.ok) return { ...made, audit: { target, detail: { kind: input.kind } } };
    const { projectId, id } = made.value;
    const { organizationRole, project, projectRole, models, routes, addresses, limits } = input;
    const given = { organizationRole, project, projectRole, models, routes, addresses, limits };
    return {
      ...made,
      audit: { target: { ...target, id }, projectId, detail: { ...detailOf(made.value), ...given } },
    };
  },
});

/** Changes a key's name, limits, models, routes or addresses. What lets it do more than before is as if a key were made. */
export const updateKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.update",
  input: updateKeyInput,
  stepUp: ({ scope, input }) => withTenant(scope, (tx) => isWidened(tx, scope, input)),
  run: ({ tx, scope, input }) => update(tx, scope, input),
});

/** Gives a key a new secret, which is in this one answer and nowhere else; the one before works for the overlap. */
export const rotateKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.rotate",
  input: rotateKeyInput,
  secret: true,
  stepUp: true,
  run: ({ tx, scope, input }) => rotate(tx, scope, input),
});

/** Ends the secret from before a rotation now. */
export const endKeyOverlapCommand = tenantCommand({
  ...inOrganization,
  name: "keys.end-overlap",
  input: keyRef,
  run: ({ tx, scope, input }) => end(tx, scope, input),
});

/** Has a key be refused until it is enabled again. */
export const disableKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.disable",
  input: keyRef,
  run: ({ tx, scope, input }) => disable(tx, scope, input),
});

/** Lets a disabled key be used again. */
export const enableKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.enable",
  input: keyRef,
  stepUp: true,
  run: ({ tx, scope, input }) => enable(tx, scope, input),
});

/** Ends a key for good: one's own, of a project that one manages, or with `keys:manage` anybody's. */
export const revokeKeyCommand = tenantCommand({
  ...inOrganization,
  name: "keys.revoke",
  input: keyRef,
  run: async ({ tx, scope, input: { id } }) => {
    const revoked = await revokeKey(tx, scope, id);
    if (revoked.ok && !revoked.value.again) await tellRevoked(tx, scope, [revoked.value]);
    return { ...revoked, audit: aboutKey(id, revoked) };
  },
});

/** Ends those of a list of keys that still fit the filter it was made by; says what became of the others. */
export const revokeKeysCommand = tenantCommand({
  ...inOrganization,
  name: "keys.revoke-many",
  input: revokeKeysInput,
  stepUp: true,
  run: async ({ tx, scope, requestId, input }) => {
    const made = await revokeKeys(tx, scope, input);
    if (!made.ok) return made;
    const { revoked, skipped } = made.value;
    await tellRevoked(tx, scope, revoked);
    const { organizationId, caller } = scope;
    const row = {
      action: "keys.revoke",
      outcome: "allowed",
      actor: actorOf(caller),
      requestId,
      organizationId,
    } as const;
    await recordAll(
      tx,
      revoked.map(({ id, name, kind, projectId }) => ({
        ...row,
        projectId,
        target: { kind: "key", id, name },
        detail: { kind },
      })),
    );
    const detail = { filter: { ...input.filter }, revoked: revoked.length, skipped: skipped.length };
    return { ...made, audit: { target: { kind: "keys" }, detail } };
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
    const { organizationId, name, kind, projectId } = key;
    return open.tenant(organizationId, async (tx) => {
      await endKeys(tx, { id, userId, organizationId }, userId);
      return { ...done(), audit: { target: { kind: "key", id, name }, projectId, detail: { kind } } };
    });
  },
});

/** Keys of the platform are a platform admin's own: nobody else's is there for them (`lockKey`). */
const onPlatform = { permission: "platform:read" } as const;

/** Makes a key with the rights of a platform admin. */
export const createPlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.create",
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

/** Changes the name of one's own key of the platform, or where it may be used from. */
export const updatePlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.update",
  input: updateKeyInput,
  stepUp: true,
  run: ({ tx, caller, input }) => update(tx, platformPlace(caller), input),
});

/** As a key of an organization: the new secret is in this one answer and nowhere else. */
export const rotatePlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.rotate",
  input: rotateKeyInput,
  secret: true,
  stepUp: true,
  run: ({ tx, caller, input }) => rotate(tx, platformPlace(caller), input),
});

export const endPlatformKeyOverlapCommand = platformCommand({
  ...onPlatform,
  name: "keys.end-overlap",
  input: keyRef,
  run: ({ tx, caller, input }) => end(tx, platformPlace(caller), input),
});

export const disablePlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.disable",
  input: keyRef,
  run: ({ tx, caller, input }) => disable(tx, platformPlace(caller), input),
});

export const enablePlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.enable",
  input: keyRef,
  stepUp: true,
  run: ({ tx, caller, input }) => enable(tx, platformPlace(caller), input),
});

/** Ends one of one's own keys of the platform. */
export const revokePlatformKeyCommand = platformCommand({
  ...onPlatform,
  name: "keys.revoke",
  input: keyRef,
  run: async ({ tx, caller, input: { id } }) => {
    const revoked = await revokeKey(tx, platformPlace(caller), id);
    return { ...revoked, audit: aboutKey(id, revoked) };
  },
});
