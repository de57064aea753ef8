import { actorOf } from "#lib/domain/access/caller.ts";
import { tenantCommand } from "#lib/domain/access/command.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { fieldManagers, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { platformOf } from "#lib/domain/credentials/check/platform.ts";
import { testCredential } from "#lib/domain/credentials/check.ts";
import { kindOf, type Material, readMaterial } from "#lib/domain/credentials/kinds/index.ts";
import { askForTest } from "#lib/domain/credentials/life.ts";
import { confirmChange, settleChange } from "#lib/domain/credentials/mutations.ts";
import { dataOf, wantedChange, wantedValue } from "#lib/domain/credentials/rules.ts";
import {
  type AddCredentialInput,
  addCredentialInput,
  changeRef,
  credentialRef,
  testCredentialInput,
} from "#lib/domain/credentials/schema.ts";
import { changeSecret, findOut, type SecretPlace } from "#lib/domain/credentials/secret.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { isAlreadyExists } from "#lib/infra/kube/errors.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { listBound } from "./data.ts";
import { changeBindings } from "./mutations.ts";
import { bindingsInput } from "./schema.ts";

const common = { at: "organization", permission: "organization-credentials:manage" } as const;
const target = (name: string | undefined, id?: string | null) => ({
  target: { kind: "credential", name, ...(id ? { id } : {}) },
});

/** The Secret of a scope's organization, to be changed by its viewer. */
function secretOf(scope: TenantScope, requestId: string): SecretPlace {
  const { namespace, name } = organizationSecret(scope.organization.slug);
  return {
    organizationId: scope.organizationId,
    projectId: null,
    namespace,
    secret: name,
    userId: scope.userId,
    asking: { actor: actorOf(scope.caller), requestId },
  };
}

/** Makes the Secret of an organization that had none. Nobody sees what is in one that is there. @throws KubeError */
async function ensureSecret({ namespace, secret }: SecretPlace): Promise<void> {
  const metadata = {
    namespace,
    name: secret,
    labels: { [labels.managedBy]: MANAGED_BY, [labels.tenant]: secret },
  };
  try {
    await kube().create(
      secrets,
      { apiVersion: "v1", kind: "Secret", metadata, ...{ type: "Opaque" } },
      { fieldManager: fieldManagers.web, metadataOnly: true },
    );
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
}

/** What was given, as its kind reads it; the schema has refused what cannot be read. */
function materialOf(input: Pick<AddCredentialInput, "kind" | "settings" | "values">): Material {
  const read = readMaterial(input.kind, input);
  if (!read.ok) throw new Error("not of its kind");
  return read.material;
}

/** Tests a credential with its provider without keeping it. The stages are the answer, passed or not. */
export const testOrganizationCredentialCommand = tenantCommand({
  ...common,
  name: "organization-credentials.test",
  input: testCredentialInput,
  prepare: async ({ input }) => {
    const result = await testCredential(materialOf(input), platformOf(webEnv()));
    return result ? done(result) : refused("credential_untestable", { values: { name: input.name } });
  },
  run: async ({ input, prepared }) => ({
    ...done(prepared),
    audit: {
      ...target(input.name),
      detail: { kind: input.kind, passed: prepared.passed, cause: prepared.cause },
    },
  }),
});

/** Keeps a credential of the organization that passes its test, or puts it in the place of another. Its projects follow by themselves. */
export const addOrganizationCredentialCommand = tenantCommand({
  ...common,
  name: "organization-credentials.add",
  stepUp: true,
  input: addCredentialInput,
  prepare: async ({ input }) => {
    if (input.expiresAt && new Date(input.expiresAt) <= new Date())
      return refused("date_past", { field: "expiresAt" });
    const material = materialOf(input);
    const env = webEnv();
    const result = await testCredential(material, platformOf(env));
    if (result && !result.passed)
      return refused("credential_failed", {
        field: `values.${kindOf(input.kind).parts[0].suffix}`,
        detail: result,
      });
    return done(wantedValue({ ...material, name: input.name }, input, result, env.PORTICO_AUTH_SECRET));
  },
  effect: async ({ scope, requestId, input, prepared }) => {
    const place = secretOf(scope, requestId);
    await ensureSecret(place);
    return changeSecret(place, prepared, dataOf(materialOf(input), input.name));
  },
  run: async ({ tx, input, prepared }) => {
    const kept = await confirmChange(tx, { projectId: null }, prepared.id);
    const { kind, name, replaces } = input;
    return {
      ...kept,
      audit: {
        ...target(name, kept.ok ? kept.value.credentialId : null),
        detail: { kind, replaced: replaces !== null, parts: prepared.key?.parts ?? [] },
      },
    };
  },
});

/** The change of a credential that the organization has. */
async function changeOf(scope: TenantScope, credentialId: string, what: "removal" | "disable" | "enable") {
  const found = await withTenant(scope, (tx) =>
    tx.credential.findFirst({ where: { id: credentialId, projectId: null } }),
  );
  return found ? done({ id: found.id, change: wantedChange(what, found) }) : refused("not_found");
}

/** Takes a credential from the organization and from every project that has it. */
export const removeOrganizationCredentialCommand = tenantCommand({
  ...common,
  name: "organization-credentials.remove",
  stepUp: true,
  input: credentialRef,
  prepare: ({ scope, input }) => changeOf(scope, input.credentialId, "removal"),
  effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
  run: async ({ tx, prepared: { id, change } }) => {
    // Asked before the row goes, and its bindings with it.
    const projects = await listBound(tx, id);
    return {
      ...(await confirmChange(tx, { projectId: null }, change.id)),
      audit: { ...target(change.name, id), detail: { projects } },
    };
  },
});

/** A change that only says something else of a credential in its Secret. */
const switching = (what: "disable" | "enable") =>
  tenantCommand({
    ...common,
    name: `organization-credentials.${what}`,
    input: credentialRef,
    prepare: ({ scope, input }) => changeOf(scope, input.credentialId, what),
    effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
    run: async ({ tx, prepared: { id, change } }) => ({
      ...(await confirmChange(tx, { projectId: null }, change.id)),
      audit: target(change.name, id),
    }),
  });

/** Switches a credential off in every project that has it: no session that begins from then on is given it. */
export const disableOrganizationCredentialCommand = switching("disable");

/** Switches a credential on again. */
export const enableOrganizationCredentialCommand = switching("enable");

/** Asks for a test of a credential with the value that its Secret has. The result comes when the worker has made it. */
export const retestOrganizationCredentialCommand = tenantCommand({
  ...common,
  name: "organization-credentials.retest",
  input: credentialRef,
  run: async ({ tx, scope, input: { credentialId } }) => {
    const found = await tx.credential.findFirst({
      where: { id: credentialId, projectId: null },
      select: { id: true },
    });
    if (!found) return refused("not_found");
    const asked = await askForTest(tx, credentialId, scope.userId);
    return { ...asked, audit: target(asked.ok ? asked.value.name : undefined, credentialId) };
  },
});

/** Finds out what became of a change that was cut off, and ends it by that. */
export const settleOrganizationCredentialCommand = tenantCommand({
  ...common,
  name: "organization-credentials.settle",
  input: changeRef,
  prepare: async ({ scope, requestId, input }) => {
    const change = await withTenant(scope, (tx) =>
      tx.credentialChange.findFirst({ where: { id: input.changeId, projectId: null } }),
    );
    if (!change) return refused("credential_settled");
    const found = await findOut(secretOf(scope, requestId), change);
    return found.ok ? done({ name: change.name, happened: found.value.happened }) : found;
  },
  run: async ({ tx, input, prepared: { name, happened } }) => ({
    ...(await settleChange(tx, { projectId: null }, input.changeId, happened)),
    audit: { ...target(name), detail: { happened } },
  }),
});

/** Gives projects credentials of the organization and takes others from them, one or a whole matrix at once. */
export const changeBindingsCommand = tenantCommand({
  ...common,
  name: "organization-credentials.share",
  input: bindingsInput,
  run: ({ tx, scope, input }) => changeBindings(tx, scope, input),
});
