import { tenantCommand } from "#lib/domain/access/command.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { testCredential } from "./check.ts";
import { confirmChange, settleChange } from "./mutations.ts";
import { wantedKey, wantedRemoval } from "./rules.ts";
import { addCredentialInput, changeRef, credentialRef } from "./schema.ts";
import { changeSecret, findOut, secretOf } from "./secret.ts";

const providerUrl = (kind: ProviderKind): string =>
  kind === "anthropic" ? webEnv().PORTICO_ANTHROPIC_URL : webEnv().PORTICO_OPENAI_URL;

/** Tests a key with its provider without keeping it. The stages are the answer, passed or not. */
export const testCredentialCommand = tenantCommand({
  name: "credentials.test",
  at: "project",
  permission: "credentials:manage",
  input: addCredentialInput,
  prepare: async ({ input }) => done(await testCredential(input.kind, providerUrl(input.kind), input.value)),
  run: async ({ input, prepared }) => ({
    ...done(prepared),
    audit: {
      target: { kind: "credential", name: input.name },
      detail: { passed: prepared.passed, cause: prepared.cause },
    },
  }),
});

/** Keeps a key that passes its test: in the project's Secret, and only its fingerprint in the database. */
export const addCredentialCommand = tenantCommand({
  name: "credentials.add",
  at: "project",
  permission: "credentials:manage",
  stepUp: true,
  input: addCredentialInput,
  prepare: async ({ input }) => {
    const result = await testCredential(input.kind, providerUrl(input.kind), input.value);
    return result.passed
      ? done(wantedKey(input, result, webEnv().PORTICO_AUTH_SECRET))
      : refused("credential_failed", { field: "value", detail: result });
  },
  effect: ({ scope, requestId, input, prepared }) =>
    changeSecret(secretOf(scope, requestId), prepared, input.value),
  run: async ({ tx, scope, input, prepared }) => {
    const kept = await confirmChange(tx, scope, prepared.id);
    // Of the wizard's project, while the person is on that way: a key that is added later is no step of it.
    const { userId } = scope;
    const wizard = userId && (await tx.onboarding.findUnique({ where: { userId } }));
    if (
      wizard &&
      wizard.projectId === scope.projectId &&
      wizard.credentialAt === null &&
      wizard.finishedAt === null
    )
      await noteStep(tx, wizard.userId, { credentialAt: new Date() });
    return {
      ...kept,
      audit: { target: { kind: "credential", name: input.name }, detail: { provider: input.kind } },
    };
  },
});

/** Takes a key out of the project's Secret and forgets it. */
export const removeCredentialCommand = tenantCommand({
  name: "credentials.remove",
  at: "project",
  permission: "credentials:manage",
  input: credentialRef,
  prepare: async ({ scope, input }) => {
    const credential = await withTenant(scope, (tx) =>
      tx.credential.findFirst({ where: { id: input.credentialId, projectId: scope.projectId } }),
    );
    return credential ? done(wantedRemoval(credential)) : refused("not_found");
  },
  effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared, null),
  run: async ({ tx, scope, input, prepared }) => ({
    ...(await confirmChange(tx, scope, prepared.id)),
    audit: { target: { kind: "credential", id: input.credentialId, name: prepared.name } },
  }),
});

/** Finds out what became of a change that was cut off, and ends it by that. */
export const settleCredentialCommand = tenantCommand({
  name: "credentials.settle",
  at: "project",
  permission: "credentials:manage",
  input: changeRef,
  prepare: async ({ scope, requestId, input }) => {
    const change = await withTenant(scope, (tx) =>
      tx.credentialChange.findFirst({ where: { id: input.changeId, projectId: scope.projectId } }),
    );
    if (!change) return refused("credential_settled");
    const found = await findOut(secretOf(scope, requestId), change);
    return found.ok ? done({ name: change.name, happened: found.value.happened }) : found;
  },
  run: async ({ tx, scope, input, prepared: { name, happened } }) => ({
    ...(await settleChange(tx, scope, input.changeId, happened)),
    audit: { target: { kind: "credential", name }, detail: { happened } },
  }),
});
