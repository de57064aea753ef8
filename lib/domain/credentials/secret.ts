import { actorOf } from "#lib/domain/access/caller.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
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
import { type KubeObject, secrets } from "#lib/infra/kube/objects.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { findOpenChange, isOpen } from "./data.ts";
import { askForChange, beginSettling, settleChange, type WantedChange, withdrawChange } from "./mutations.ts";

/** Who changes the Secret of which project, and in which request. */
export type SecretPlace = {
  organizationId: string;
  projectId: string;
  namespace: string;
  userId: string | null;
  asking: Pick<AuditEntry, "actor" | "requestId">;
};

/** The Secret of a scope's project, to be changed by its viewer. */
export const secretOf = (scope: ProjectScope, requestId: string): SecretPlace => ({
  organizationId: scope.organizationId,
  projectId: scope.projectId,
  namespace: scope.project.namespace,
  userId: scope.userId,
  asking: { actor: actorOf(scope.caller), requestId },
});

/** How often a write is tried that others, who changed the Secret at the same moment, came before. */
const TRIES = 10;
/** After so long nobody is at work on a change any more. */
const LEFT_MS = 30_000;

/**
 * Asks for a change and carries it out. One that this person left open, or anybody a while ago, is settled first.
 * Answers `ok` when the Secret has it; the caller then confirms it with `confirmChange`.
 */
export async function changeSecret(
  place: SecretPlace,
  wanted: WantedChange,
  value: string | null,
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
        action: "credentials.settle",
        outcome: "allowed",
        organizationId,
        projectId,
        target: { kind: "credential", name: left.name },
        detail: found.value,
      });
    });
  }
  const asked = await withTenant(place, (tx) => askForChange(tx, place, wanted));
  return asked.ok ? carryOut(place, wanted, value, client) : asked;
}

/**
 * Carries an open change into the project's Secret (`value` null takes its key out), as the web's own service account.
 * The Secret then names the change beside the key, in the same write. What is refused, or did not reach the cluster, is
 * withdrawn. Where it cannot be known whether the write was made, the change stays open, to be settled.
 */
async function carryOut(
  place: SecretPlace,
  change: { id: string; secretKey: string },
  value: string | null,
  client = kube(),
): Promise<Outcome> {
  let written = false;
  try {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const { metadata } = await patch(place.namespace, {}, client);
      // An earlier attempt, whose answer was lost.
      if (metadata.annotations?.[changeAnnotation(change.secretKey)] === change.id) return done();
      // Asked after the version was read: whoever settles changes the version after closing the change to us.
      if (!(await withTenant(place, (tx) => isOpen(tx, change.id)))) return refused("credential_settled");
      written = true;
      try {
        await patch(
          place.namespace,
          {
            metadata: {
              resourceVersion: metadata.resourceVersion,
              annotations: { [changeAnnotation(change.secretKey)]: change.id },
            },
            data: { [change.secretKey]: value && Buffer.from(value, "utf8").toString("base64") },
          },
          client,
        );
        return done();
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
    return refused("credential_unconfirmed");
  } catch (error) {
    if (written && error instanceof KubeError && error.transient) return refused("credential_unconfirmed");
    await withTenant(place, (tx) => withdrawChange(tx, change.id));
    return wordsOf(error);
  }
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
    const { metadata } = await patch(place.namespace, moved, client);
    return done({ happened: metadata.annotations?.[changeAnnotation(change.secretKey)] === change.id });
  } catch (error) {
    return wordsOf(error);
  }
}

/** A merge patch, answered without the Secret's content: the web may write it and not read it. An empty one only looks. */
function patch(namespace: string, body: object, client: ReturnType<typeof kube>): Promise<KubeObject> {
  return client.patch(secrets, { name: CREDENTIALS_SECRET, namespace }, body, {
    fieldManager: fieldManagers.web,
    metadataOnly: true,
  });
}

function wordsOf(error: unknown) {
  if (!(error instanceof KubeError)) throw error;
  // Without the namespace, or before its rights stand, the answer is 404 or 403: it is still being provisioned.
  if (error.code === 404 || error.code === 403) return refused("namespace_not_ready");
  return error.transient
    ? refused("cluster_unavailable")
    : refused("cluster_refused", { values: { words: error.message } });
}
