import { actorOf } from "#lib/domain/access/caller.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import {
  annotations,
  CREDENTIALS_SECRET,
  changeAnnotation,
  fieldManagers,
} from "#lib/domain/clusters/contract/meta.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { isConflict, KubeError } from "#lib/infra/kube/errors.ts";
import type { ManagedEntry } from "#lib/infra/kube/managed.ts";
import { type KubeObject, secrets } from "#lib/infra/kube/objects.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { findOpenChange, openChangesOf } from "./data.ts";
import {
  type Asked,
  askForChange,
  beginSettling,
  type Place,
  settleChange,
  type WantedChange,
  withdrawChange,
} from "./mutations.ts";
import { outsideOf, writingOf } from "./outside.ts";
import { auditedAs, LEFT_MS } from "./rules.ts";

/** Who changes which Secret, whose credentials it holds, and in which request. */
export type SecretPlace = Place & {
  namespace: string;
  /** The Secret's name. */
  secret: string;
  asking: Pick<AuditEntry, "actor" | "requestId">;
};

/** The Secret of a scope's project, to be changed by its viewer. */
export const secretOf = (scope: ProjectScope, requestId: string): SecretPlace => ({
  organizationId: scope.organizationId,
  projectId: scope.projectId,
  namespace: scope.project.namespace,
  secret: CREDENTIALS_SECRET,
  userId: scope.userId,
  asking: { actor: actorOf(scope.caller), requestId },
});

/** How often a write is tried that others, who changed the Secret at the same moment, came before. */
const TRIES = 10;

/**
 * Asks for a change and carries it out; `values` are the new ones, by key of the Secret. One that this person left open, or
 * anybody a while ago, is settled first. Answers `ok` when the Secret has it; the caller then confirms it with `confirmChange`.
 */
export async function changeSecret(
  place: SecretPlace,
  wanted: WantedChange,
  values: Readonly<Record<string, string>> = {},
  client = kube(),
): Promise<Outcome> {
  const left = await withTenant(place, (tx) => findOpenChange(tx, place.projectId, wanted.secretKey));
  if (
    left &&
    ((place.userId !== null && left.askedBy === place.userId) ||
      Date.now() - left.askedAt.getTime() > LEFT_MS)
  ) {
    const found = await findOut(place, left, client);
    if (!found.ok) return found;
    const { organizationId, projectId, asking } = place;
    await withTenant(place, async (tx) => {
      await settleChange(tx, place, left.id, found.value.happened);
      // It is another change than the one that is asked for, so it stands in the audit log by itself.
      await recordAudit(tx, {
        ...asking,
        action: auditedAs(place, "settle"),
        outcome: "allowed",
        organizationId,
        projectId,
        target: { kind: "credential", name: left.name },
        detail: found.value,
      });
    });
  }
  const asked = await withTenant(place, (tx) => askForChange(tx, place, wanted));
  return asked.ok ? carryOut(place, wanted, asked.value, values, client) : asked;
}

/**
 * Carries an open change into the Secret, as the web's own service account: values, what they are (the descriptor) and which
 * change it was in one write. What is refused, or did not reach the cluster, is withdrawn. Where it cannot be known whether the
 * write was made, the change stays open, to be settled.
 */
async function carryOut(
  place: SecretPlace,
  change: WantedChange,
  asked: Asked,
  values: Readonly<Record<string, string>>,
  client = kube(),
): Promise<Outcome> {
  const { id, what, secretKey } = change;
  const touched = what === "value" || what === "removal";
  const encoded = (key: string) =>
    values[key] === undefined ? null : Buffer.from(values[key], "utf8").toString("base64");
  const data = touched && Object.fromEntries(asked.keys.map((key) => [key, encoded(key)]));
  const annotated = {
    [changeAnnotation(secretKey)]: id,
    [credentialAnnotation(secretKey)]: asked.descriptor,
  };
  let written = false;
  try {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { metadata } = await patch(place, {}, client);
      // An earlier attempt, whose answer was lost.
      if (metadata.annotations?.[changeAnnotation(secretKey)] === id) return done();
      const unseen = what === "value" && unseenIn(metadata.managedFields, change, asked);
      if (unseen) {
        await withTenant(place, (tx) => withdrawChange(tx, id));
        return unseen;
      }
      // Asked after the version was read: whoever settles changes the version after closing the change to us.
      const open = await withTenant(place, (tx) => openChangesOf(tx, place.projectId));
      if (!open.some((one) => one.id === id && !one.settling)) return refused("credential_settled");
      written = true;
      try {
        const { resourceVersion } = metadata;
        const said = { ...overIn(metadata.annotations, open), ...annotated };
        const body = { metadata: { resourceVersion, annotations: said }, ...(data ? { data } : {}) };
        await patch(place, body, client);
        return done();
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
    return refused("credential_unconfirmed");
  } catch (error) {
    if (written && error instanceof KubeError && error.transient) return refused("credential_unconfirmed");
    await withTenant(place, (tx) => withdrawChange(tx, id));
    return wordsOf(error);
  }
}

/**
 * Takes out which change took each credential out that is gone, once nobody has to find that out: else every name that was ever
 * used would stay, until the annotations have no room.
 */
function overIn(said: Readonly<Record<string, string>> = {}, open: readonly { secretKey: string }[]) {
  const prefix = changeAnnotation("");
  const keys = Object.keys(said).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  );
  const over = keys.filter(
    (key) =>
      said[credentialAnnotation(key)] === undefined && !open.some(({ secretKey }) => secretKey === key),
  );
  return Object.fromEntries(over.map((key) => [changeAnnotation(key), null]));
}

/**
 * Refuses to write over what somebody else put into the Secret: over something that stands where a new credential would, and
 * over a value that was changed past Portico since whoever asks looked.
 */
function unseenIn(managed: ManagedEntry[] | undefined, { name }: WantedChange, asked: Asked) {
  for (const key of asked.keys) {
    const found = outsideOf(managed, [key]);
    if (found?.what !== "changed") continue;
    const who = found.by || "somebody";
    if (!asked.had.includes(key)) return refused("credential_foreign", { values: { key, who } });
    const seen = found.at && asked.outside?.at && found.at <= asked.outside.at;
    if (!seen && asked.kept !== writingOf(found))
      return refused("credential_outside", { values: { name, who } });
  }
  return null;
}

/**
 * Finds out whether an open change was carried out, and sees to it that it is not from now on: it is closed to whoever asked
 * for it, then the Secret's version moves on, which refuses a write that is still under way. The answer to that same call
 * names the change or does not. Safe to repeat.
 */
export async function findOut(
  place: SecretPlace,
  change: { id: string; secretKey: string },
  client = kube(),
): Promise<Outcome<{ happened: boolean }>> {
  await withTenant(place, (tx) => beginSettling(tx, change.id));
  try {
    const moved = { metadata: { annotations: { [annotations.settled]: newId() } } };
    const { metadata } = await patch(place, moved, client);
    return done({ happened: metadata.annotations?.[changeAnnotation(change.secretKey)] === change.id });
  } catch (error) {
    return wordsOf(error);
  }
}

/** A merge patch, answered without the Secret's content: the web may write it and not read it. An empty one only looks. */
function patch(
  { namespace, secret: name }: Pick<SecretPlace, "namespace" | "secret">,
  body: object,
  client: ReturnType<typeof kube>,
): Promise<KubeObject> {
  return client.patch(secrets, { name, namespace }, body, {
    fieldManager: fieldManagers.web,
    metadataOnly: true,
  });
}

/** Why the cluster did not do what it was asked for. @throws what is no answer of its */
export function wordsOf(error: unknown) {
  if (!(error instanceof KubeError)) throw error;
  // Without the namespace, or before its rights stand, the answer is 404 or 403: it is still being provisioned.
  if (error.code === 404 || error.code === 403) return refused("namespace_not_ready");
  return error.transient
    ? refused("cluster_unavailable")
    : refused("cluster_refused", { values: { words: error.message } });
}
