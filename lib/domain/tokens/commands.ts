import { platformCommand, tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { refused } from "#lib/domain/outcome.ts";
import { withUser } from "#lib/infra/db/transaction.ts";
import { createPlatformToken, createToken, type NewToken, revokeToken } from "./mutations.ts";
import { createPlatformTokenInput, createTokenInput, tokenRef } from "./schema.ts";

const detailOf = ({ kind, scopes, expiresAt, prefix }: NewToken) => ({
  kind,
  scopes: [...scopes],
  expiresAt: expiresAt.toISOString(),
  prefix,
});

/** Makes a personal or a service token of an organization. The secret is in this one answer and nowhere else. */
export const createTokenCommand = tenantCommand({
  name: "tokens.create",
  at: "organization",
  permission: "tokens:own",
  input: createTokenInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, scope, input }) => {
    const made = await createToken(tx, scope, input);
    const target = { kind: "token", name: input.name };
    if (!made.ok) return { ...made, audit: { target, detail: { kind: input.kind } } };
    const { organizationRole, project, projectRole } = input;
    const detail = { ...detailOf(made.value), organizationRole, project, projectRole };
    return { ...made, audit: { target: { ...target, id: made.value.id }, detail } };
  },
});

/** Ends a token of the organization: one's own, or with `tokens:manage` anybody's. */
export const revokeTokenCommand = tenantCommand({
  name: "tokens.revoke",
  at: "organization",
  permission: "tokens:own",
  input: tokenRef,
  run: async ({ tx, scope, input: { id } }) => {
    const { organizationId, userId, holder } = scope;
    const all = can(holder, "tokens:manage");
    if (!all && !userId) return refused("forbidden");
    const whose = all ? {} : { userId: userId as string };
    const revoked = await revokeToken(tx, { id, organizationId, ...whose }, userId);
    const known = revoked.ok ? revoked.value : undefined;
    return {
      ...revoked,
      audit: { target: { kind: "token", id, name: known?.name }, detail: known ? { kind: known.kind } : {} },
    };
  },
});

/**
 * Ends one of one's own tokens, whatever has become of one's membership or of the organization meanwhile. The organization's
 * own audit log has it.
 */
export const revokeOwnTokenCommand = userCommand({
  name: "tokens.revoke",
  input: tokenRef,
  run: async ({ viewer: { userId }, input: { id }, open }) => {
    const token = await withUser(userId, (tx) => tx.token.findFirst({ where: { id, userId } }));
    if (!token?.organizationId) return refused("not_found");
    const { organizationId, name } = token;
    return open.tenant(organizationId, async (tx) => ({
      ...(await revokeToken(tx, { id, organizationId, userId }, userId)),
      audit: { target: { kind: "token", id, name }, detail: { kind: token.kind } },
    }));
  },
});

/** Makes a token with the rights of a platform admin. */
export const createPlatformTokenCommand = platformCommand({
  name: "tokens.create",
  permission: "platform:read",
  input: createPlatformTokenInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, caller, input }) => {
    const target = { kind: "token", name: input.name };
    if (!caller.userId) return { ...refused("token_person_needed"), audit: { target } };
    const made = await createPlatformToken(tx, caller, input);
    if (!made.ok) return { ...made, audit: { target } };
    return { ...made, audit: { target: { ...target, id: made.value.id }, detail: detailOf(made.value) } };
  },
});

/** Ends one of one's own tokens of the platform. */
export const revokePlatformTokenCommand = platformCommand({
  name: "tokens.revoke",
  permission: "platform:read",
  input: tokenRef,
  run: async ({ tx, caller: { userId }, input: { id } }) => {
    const revoked = userId
      ? await revokeToken(tx, { id, organizationId: null, userId }, userId)
      : refused("not_found");
    return {
      ...revoked,
      audit: { target: { kind: "token", id, name: revoked.ok ? revoked.value.name : undefined } },
    };
  },
});
