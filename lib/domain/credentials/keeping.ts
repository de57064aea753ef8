import { type At, type ScopeAt, tenantCommand } from "#lib/domain/access/command.ts";
import type { OrganizationPermission, ProjectPermission } from "#lib/domain/access/permissions.ts";
import type { AuditEntry } from "#lib/domain/audit/mutations.ts";
import { changed } from "#lib/domain/audit/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { removeReference, switchReference } from "#lib/domain/stores/mutations.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { changeOf, changeOfEither, settingsOf } from "./changing.ts";
import { platformOf } from "./check/platform.ts";
import { testCredential } from "./check.ts";
import { type CredentialKindId, kindOf, type Material, readMaterial, type Settings } from "./kinds/index.ts";
import { askForTest, setExpiry } from "./life.ts";
import { confirmChange, settleChange, type WantedChange } from "./mutations.ts";
import { dataOf, wantedValue } from "./rules.ts";
import {
  addCredentialInput,
  changeRef,
  credentialExpiryInput,
  credentialRef,
  credentialSettingsInput,
  keepOutsideInput,
  testCredentialInput,
} from "./schema.ts";
import { changeSecret, findOut, type SecretPlace } from "./secret.ts";

/** Where credentials are kept, and by which right they are changed there: in a project's Secret, or in an organization's. */
export type Keeping<A extends At> = {
  at: A;
  permission: OrganizationPermission | ProjectPermission;
  /** What the audit log's names of the changes begin with. */
  prefix: string;
  secretOf: (scope: ScopeAt<A>, requestId: string) => SecretPlace;
  /** Makes the Secret where nobody else does. */
  ensure?: (place: SecretPlace) => Promise<Outcome>;
  /** What else belongs to keeping one. */
  kept?: (tx: TenantTx, scope: ScopeAt<A>) => Promise<void>;
  /** What the audit log is to say of one that goes, beside its name; asked before it does. */
  lost?: (tx: TenantTx, credentialId: string) => Promise<AuditEntry["detail"]>;
};

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

/** The changes of the credentials that are kept in one place, each defined once for projects and organizations. */
export function credentialCommands<A extends At>({
  at,
  permission,
  prefix,
  secretOf,
  ensure,
  kept,
  lost,
}: Keeping<A>) {
  const common = { at, permission };
  const named = (what: string) => `${prefix}.${what}`;

  /** Carries a change into the Secret, which is made where it is not there and nobody else makes it. */
  const write = async (...asked: [SecretPlace, WantedChange, Record<string, string>?]): Promise<Outcome> => {
    const written = await changeSecret(...asked);
    if (written.ok || written.reason !== "namespace_not_ready" || !ensure) return written;
    const there = await ensure(asked[0]);
    return there.ok ? changeSecret(...asked) : there;
  };
  const effect = ({
    scope,
    requestId,
    prepared,
  }: {
    scope: ScopeAt<A>;
    requestId: string;
    prepared: { change: WantedChange | null };
  }) => (prepared.change ? write(secretOf(scope, requestId), prepared.change) : Promise.resolve(done()));

  /** Tests a credential with its provider without keeping it. The stages are the answer, passed or not. */
  const test = tenantCommand({
    ...common,
    name: named("test"),
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

  /** Keeps a credential that passes its test, or puts it in the place of another: its value in the Secret, and only a fingerprint in the database. */
  const add = tenantCommand({
    ...common,
    name: named("add"),
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
      write(secretOf(scope, requestId), prepared, dataOf(materialOf(input), input.name)),
    run: async ({ tx, scope, requestId, input, prepared }) => {
      const made = await confirmChange(tx, secretOf(scope, requestId), prepared.id);
      await kept?.(tx, scope);
      const { kind, name, replaces } = input;
      return {
        ...made,
        audit: {
          ...target(name, made.ok ? made.value.credentialId : null),
          detail: { kind, replaced: replaces !== null, parts: prepared.key?.parts ?? [] },
        },
      };
    },
  });

  /** Takes a credential's value out of the Secret and forgets it. */
  const remove = tenantCommand({
    ...common,
    name: named("remove"),
    stepUp: true,
    input: credentialRef,
    prepare: ({ scope, requestId, input }) =>
      changeOfEither(secretOf(scope, requestId), input.credentialId, "removal"),
    effect: (asked) => effect(asked),
    run: async ({ tx, scope, requestId, prepared: { id, name, change } }) => {
      const place = secretOf(scope, requestId);
      const detail = await lost?.(tx, id);
      const gone: Outcome<object> = change
        ? await confirmChange(tx, place, change.id)
        : await removeReference(tx, place, id);
      return { ...gone, audit: { ...target(name, id), ...(detail ? { detail } : {}) } };
    },
  });

  /** A change that only says something else of a credential in its Secret: of one that is fetched the cluster does. */
  const switching = (what: "disable" | "enable") =>
    tenantCommand({
      ...common,
      name: named(what),
      input: credentialRef,
      prepare: ({ scope, requestId, input }) =>
        changeOfEither(secretOf(scope, requestId), input.credentialId, what),
      effect: (asked) => effect(asked),
      run: async ({ tx, scope, requestId, prepared: { id, name, change } }) => {
        const place = secretOf(scope, requestId);
        const made: Outcome<object> = change
          ? await confirmChange(tx, place, change.id)
          : await switchReference(tx, place, id, what === "enable");
        return { ...made, audit: target(name, id) };
      },
    });

  /** Changes what is not secret of a credential, and tests it anew. What says where its value goes needs the value again. */
  const configure = tenantCommand({
    ...common,
    name: named("configure"),
    stepUp: true,
    input: credentialSettingsInput,
    prepare: ({ scope, requestId, input }) =>
      changeOf(secretOf(scope, requestId), input, "settings", ({ kind, settings }) =>
        settingsOf(kind, settings, input.settings),
      ),
    effect: (asked) => effect(asked),
    run: async ({ tx, scope, requestId, prepared: { id, kind, settings, change } }) => {
      const made = await confirmChange(tx, secretOf(scope, requestId), change.id);
      if (made.ok && kindOf(kind).test) await askForTest(tx, id, scope.userId);
      const fields = Object.keys(kindOf(kind).fields);
      const detail = changed<Settings>(settings, change.settings ?? {}, fields);
      return { ...made, audit: { ...target(change.name, id), detail } };
    },
  });

  /** Takes what somebody wrote into the Secret past Portico for the credential's value, and tests it. */
  const keep = tenantCommand({
    ...common,
    name: named("keep"),
    stepUp: true,
    input: keepOutsideInput,
    prepare: ({ scope, requestId, input }) =>
      changeOf(secretOf(scope, requestId), input, "keep", () =>
        done({ seenOutside: new Date(input.seenOutside) }),
      ),
    effect: (asked) => effect(asked),
    run: async ({ tx, scope, requestId, prepared: { id, kind, change } }) => {
      const made = await confirmChange(tx, secretOf(scope, requestId), change.id);
      if (made.ok && kindOf(kind).test) await askForTest(tx, id, scope.userId);
      return { ...made, audit: target(change.name, id) };
    },
  });

  /** Asks for a test of a credential with the value that its Secret has. The result comes when the worker has made it. */
  const retest = tenantCommand({
    ...common,
    name: named("retest"),
    input: credentialRef,
    run: async ({ tx, scope, requestId, input: { credentialId } }) => {
      const { projectId } = secretOf(scope, requestId);
      const found = await tx.credential.count({ where: { id: credentialId, projectId } });
      if (found === 0) return refused("not_found");
      const asked = await askForTest(tx, credentialId, scope.userId);
      return { ...asked, audit: target(asked.ok ? asked.value.name : undefined, credentialId) };
    },
  });

  /** Says when a credential ends, so that its people are told in time. */
  const expire = tenantCommand({
    ...common,
    name: named("set-expiry"),
    input: credentialExpiryInput,
    run: async ({ tx, scope, requestId, input: { credentialId, version, ...asked } }) => {
      const expiresAt = asked.expiresAt === null ? null : new Date(asked.expiresAt);
      const set = await setExpiry(tx, secretOf(scope, requestId), credentialId, { expiresAt, version });
      if (!set.ok) return { ...set, audit: target(undefined, credentialId) };
      const { name, before } = set.value;
      const detail = { before: before?.toISOString() ?? null, after: asked.expiresAt };
      return {
        ...done({ version: set.value.version }),
        audit: { ...target(name, credentialId), detail },
      };
    },
  });

  /** Finds out what became of a change that was cut off, and ends it by that. */
  const settle = tenantCommand({
    ...common,
    name: named("settle"),
    input: changeRef,
    prepare: async ({ scope, requestId, input }) => {
      const place = secretOf(scope, requestId);
      const { projectId } = place;
      const change = await withTenant(place, (tx) =>
        tx.credentialChange.findFirst({ where: { id: input.changeId, projectId } }),
      );
      if (!change) return refused("credential_settled");
      const found = await findOut(place, change);
      return found.ok ? done({ name: change.name, happened: found.value.happened }) : found;
    },
    run: async ({ tx, scope, requestId, input, prepared: { name, happened } }) => ({
      ...(await settleChange(tx, secretOf(scope, requestId), input.changeId, happened)),
      audit: { ...target(name), detail: { happened } },
    }),
  });

  return {
    ...{ test, add, remove, configure, keep, retest, expire, settle },
    disable: switching("disable"),
    enable: switching("enable"),
  };
}
