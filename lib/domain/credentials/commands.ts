import { tenantCommand } from "#lib/domain/access/command.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { changed } from "#lib/domain/audit/rules.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { aimsOf } from "./aims.ts";
import { platformOf } from "./check/platform.ts";
import { testCredential } from "./check.ts";
import { type CredentialKindId, kindOf, type Material, readMaterial, type Settings } from "./kinds/index.ts";
import { askForTest, setExpiry } from "./life.ts";
import { confirmChange, settleChange, type WantedChange } from "./mutations.ts";
import { dataOf, wantedChange, wantedValue } from "./rules.ts";
import {
  addCredentialInput,
  changeRef,
  credentialExpiryInput,
  credentialRef,
  credentialSettingsInput,
  keepOutsideInput,
  testCredentialInput,
} from "./schema.ts";
import { changeSecret, findOut, secretOf } from "./secret.ts";

const target = (name: string | undefined, id?: string | null) => ({
  target: { kind: "credential", name, ...(id ? { id } : {}) },
});

/** What was given, as its kind reads it; the schema has refused what cannot be read. */
function materialOf(input: {
  kind: CredentialKindId;
  settings: Settings;
  values: Record<string, string>;
}): Material {
  const read = readMaterial(input.kind, input);
  if (!read.ok) throw new Error("not of its kind");
  return read.material;
}

/** Tests a credential with its provider without keeping it. The stages are the answer, passed or not. */
export const testCredentialCommand = tenantCommand({
  name: "credentials.test",
  at: "project",
  permission: "credentials:manage",
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

/** Keeps a credential that passes its test: its value in the Secret, and only a fingerprint in the database. */
export const addCredentialCommand = tenantCommand({
  name: "credentials.add",
  at: "project",
  permission: "credentials:manage",
  stepUp: true,
  input: addCredentialInput,
  prepare: async ({ input }) => {
    if (input.expiresAt && new Date(input.expiresAt) <= new Date())
      return refused("date_past", { field: "expiresAt" });
    const kind = kindOf(input.kind);
    const material = materialOf(input);
    const env = webEnv();
    const result = await testCredential(material, platformOf(env));
    if (result && !result.passed)
      return refused("credential_failed", { field: `values.${kind.parts[0].suffix}`, detail: result });
    return done(wantedValue({ ...material, name: input.name }, input, result, env.PORTICO_AUTH_SECRET));
  },
  effect: ({ scope, requestId, input, prepared }) =>
    changeSecret(secretOf(scope, requestId), prepared, dataOf(materialOf(input), input.name)),
  run: async ({ tx, scope, input, prepared }) => {
    const kept = await confirmChange(tx, scope, prepared.id);
    await noteWizard(tx, scope);
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

/** Of the wizard's project, while the person is on that way: a credential that is added later is no step of it. */
async function noteWizard(tx: TenantTx, { userId, projectId }: ProjectScope): Promise<void> {
  const wizard = userId && (await tx.onboarding.findUnique({ where: { userId } }));
  if (wizard && wizard.projectId === projectId && wizard.credentialAt === null && wizard.finishedAt === null)
    await noteStep(tx, wizard.userId, { credentialAt: new Date() });
}

type Kept = Outcome<{ id: string; kind: CredentialKindId; settings: Settings; change: WantedChange }>;
type More = (kept: {
  kind: CredentialKindId;
  settings: Settings;
}) => Outcome<Parameters<typeof wantedChange>[2]>;

/** The change of a credential that is kept. What a store elsewhere holds is not changed here. */
async function changeOf(
  scope: ProjectScope,
  credentialId: string,
  what: Parameters<typeof wantedChange>[0],
  more: More = () => done({}),
): Promise<Kept> {
  const found = await withTenant(scope, (tx) =>
    tx.credential.findFirst({ where: { id: credentialId, projectId: scope.projectId } }),
  );
  if (!found) return refused("not_found");
  const { id, name, source } = found;
  if (source !== "value") return refused("credential_external", { values: { name } });
  const kept = { kind: found.kind as CredentialKindId, settings: found.settings as Settings };
  const asked = more(kept);
  return asked.ok ? done({ id, ...kept, change: wantedChange(what, found, asked.value) }) : asked;
}

/** Takes a credential's value out of the Secret and forgets it. */
export const removeCredentialCommand = tenantCommand({
  name: "credentials.remove",
  at: "project",
  permission: "credentials:manage",
  stepUp: true,
  input: credentialRef,
  prepare: ({ scope, input }) => changeOf(scope, input.credentialId, "removal"),
  effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
  run: async ({ tx, scope, prepared: { id, change } }) => ({
    ...(await confirmChange(tx, scope, change.id)),
    audit: target(change.name, id),
  }),
});

/** A change that only says something else of a credential in its Secret. */
const switching = (what: "disable" | "enable") =>
  tenantCommand({
    name: `credentials.${what}`,
    at: "project",
    permission: "credentials:manage",
    input: credentialRef,
    prepare: ({ scope, input }) => changeOf(scope, input.credentialId, what),
    effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
    run: async ({ tx, scope, prepared: { id, change } }) => ({
      ...(await confirmChange(tx, scope, change.id)),
      audit: target(change.name, id),
    }),
  });

/** Switches a credential off: it stays where it is, and no session that begins from then on is given it. */
export const disableCredentialCommand = switching("disable");

/** Switches a credential on again. */
export const enableCredentialCommand = switching("enable");

/** Why settings may not be what they are to be: they are not of the kind, or would send the value elsewhere. */
function settingsOf(
  kind: CredentialKindId,
  before: Settings,
  wanted: Settings,
): Outcome<{ settings: Settings }> {
  const read = kindOf(kind).settings.safeParse(wanted);
  const [issue] = read.error?.issues ?? [];
  if (!read.success) {
    const reason = issue?.code === "unrecognized_keys" ? "setting_unknown" : (issue?.message ?? "invalid");
    return refused(reason, { field: ["settings", ...(issue?.path ?? [])].map(String).join(".") });
  }
  const settings: Settings = JSON.parse(JSON.stringify(read.data));
  const [aim] = aimsOf(before, settings);
  return aim ? refused("credential_aim", { field: `settings.${aim}` }) : done({ settings });
}

/** Changes what is not secret of a credential, and tests it anew. What says where its value goes needs the value again. */
export const configureCredentialCommand = tenantCommand({
  name: "credentials.configure",
  at: "project",
  permission: "credentials:manage",
  input: credentialSettingsInput,
  prepare: ({ scope, input }) =>
    changeOf(scope, input.credentialId, "settings", ({ kind, settings }) =>
      settingsOf(kind, settings, input.settings),
    ),
  effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
  run: async ({ tx, scope, prepared: { id, kind, settings, change } }) => {
    const made = await confirmChange(tx, scope, change.id);
    if (made.ok && kindOf(kind).test) await askForTest(tx, id, scope.userId);
    const fields = Object.keys(kindOf(kind).fields);
    const detail = changed<Settings>(settings, change.settings ?? {}, fields);
    return { ...made, audit: { ...target(change.name, id), detail } };
  },
});

/** Takes what somebody wrote into the Secret past Portico for the credential's value, and tests it. */
export const keepOutsideCommand = tenantCommand({
  name: "credentials.keep",
  at: "project",
  permission: "credentials:manage",
  stepUp: true,
  input: keepOutsideInput,
  prepare: ({ scope, input }) =>
    changeOf(scope, input.credentialId, "keep", () => done({ seenOutside: new Date(input.seenOutside) })),
  effect: ({ scope, requestId, prepared }) => changeSecret(secretOf(scope, requestId), prepared.change),
  run: async ({ tx, scope, prepared: { id, kind, change } }) => {
    const kept = await confirmChange(tx, scope, change.id);
    if (kept.ok && kindOf(kind).test) await askForTest(tx, id, scope.userId);
    return { ...kept, audit: target(change.name, id) };
  },
});

/** Asks for a test of a credential with the value that its Secret has. The result comes when the worker has made it. */
export const retestCredentialCommand = tenantCommand({
  name: "credentials.retest",
  at: "project",
  permission: "credentials:manage",
  input: credentialRef,
  run: async ({ tx, scope, input: { credentialId } }) => {
    const found = await tx.credential.findFirst({
      where: { id: credentialId, projectId: scope.projectId },
      select: { id: true },
    });
    if (!found) return refused("not_found");
    const asked = await askForTest(tx, credentialId, scope.userId);
    return { ...asked, audit: target(asked.ok ? asked.value.name : undefined, credentialId) };
  },
});

/** Says when a credential ends, so that its people are told in time. */
export const expireCredentialCommand = tenantCommand({
  name: "credentials.set-expiry",
  at: "project",
  permission: "credentials:manage",
  input: credentialExpiryInput,
  run: async ({ tx, scope, input: { credentialId, expiresAt } }) => {
    const set = await setExpiry(tx, scope, credentialId, expiresAt === null ? null : new Date(expiresAt));
    if (!set.ok) return { ...set, audit: target(undefined, credentialId) };
    const detail = { before: set.value.before?.toISOString() ?? null, after: expiresAt };
    return { ...done(), audit: { ...target(set.value.name, credentialId), detail } };
  },
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
    audit: { ...target(name), detail: { happened } },
  }),
});
