import { isDeepStrictEqual } from "node:util";
import { holderNow, serviceNow } from "#lib/domain/access/holder.ts";
import { can } from "#lib/domain/access/permissions.ts";
import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { API_VERSION, fieldManagers, annotations as names } from "#lib/domain/clusters/contract/meta.ts";
import { type SessionResource, sessionResource } from "#lib/domain/sessions/resource.ts";
import { hasEnded } from "#lib/domain/sessions/rules.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { isConflict, isNotFound, KubeError } from "#lib/infra/kube/errors.ts";
import type { Resource } from "#lib/infra/kube/objects.ts";
import type { DispatchDeps, SessionKey } from "./deps.ts";
import { isRefusal, refusalWords } from "./refusal.ts";

type Sent = Pick<SessionResource, "name" | "namespace" | "annotations"> & {
  labels?: Record<string, string>;
  spec: Partial<SessionResource["spec"]>;
};
type Wanted = { resource: Sent; uid: string | null };

/**
 * Makes the cluster's AgenticSession say what the database says: that it is, or that it shall stop. Like `applyProject` it
 * reads again after it wrote, so that a wish to stop is never overtaken. A session that was made once is never made a
 * second time. Idempotent.
 *
 * @throws KubeError when the API server cannot be reached or the namespace is not there yet: try again
 */
export async function applySession(deps: DispatchDeps, key: SessionKey): Promise<void> {
  let sent: Sent | undefined;
  let refused: KubeError | undefined;
  for (;;) {
    const wanted = await withTenant(key, (tx) => read(deps, tx, key));
    if (!wanted) return;
    if (wanted === "not-allowed") {
      await fail(key, "Whoever started it may no longer run sessions in this project, so it was not begun.");
      return;
    }
    if (sent && isDeepStrictEqual(sent, wanted.resource)) break;
    const answer = await send(deps, wanted);
    if (answer === "gone") return;
    refused = answer instanceof KubeError ? answer : undefined;
    if (!refused && !wanted.uid) await remember(key, answer as AgenticSession);
    sent = wanted.resource;
  }
  if (refused) await reportRefusal(deps, key, refused);
}

async function read(
  { platform }: DispatchDeps,
  tx: TenantTx,
  { organizationId, sessionId: id }: SessionKey,
): Promise<Wanted | "not-allowed" | null> {
  const row = await tx.agentSession.findUnique({
    where: { id },
    select: {
      projectId: true,
      createdBy: true,
      createdByToken: true,
      phase: true,
      origin: true,
      resourceName: true,
      resourceUid: true,
      stopRequestedAt: true,
      requestId: true,
      project: { select: { namespace: true } },
    },
  });
  if (!row || hasEnded(row.phase)) return null;
  const uid = row.resourceUid;
  if (row.origin === "portal" && !uid) {
    const { createdBy, createdByToken, projectId } = row;
    const place = { organizationId, projectId };
    const holder = createdBy
      ? await holderNow(tx, createdBy, place)
      : createdByToken && (await serviceNow(tx, createdByToken, place));
    if ((createdBy || createdByToken) && !(holder && can(holder, "sessions:create"))) return "not-allowed";
    const resource = await sessionResource(tx, id, platform);
    return resource && { resource, uid };
  }
  // Once it is there nothing of it may change, and its maker may have another name by now: all that is to say, of one
  // that was made with kubectl too, is that it shall stop.
  if (!row.stopRequestedAt || !uid) return null;
  const { namespace } = row.project;
  const annotations = { [names.requestId]: row.requestId };
  return { resource: { name: row.resourceName, namespace, annotations, spec: { stop: true } }, uid };
}

/** Writes the resource. Answers it, a refusal for good, or that the one we had made is gone (the observer says so). */
async function send(
  { client }: DispatchDeps,
  { resource: wanted, uid }: Wanted,
): Promise<AgenticSession | KubeError | "gone"> {
  const { name, namespace, labels, annotations, spec } = wanted;
  failpoint("dispatch.session-apply.before");
  try {
    const resource = agenticSessionResource as Resource<AgenticSession>;
    const fieldManager = fieldManagers.dispatch;
    const made = uid
      ? await client.patch(
          resource,
          { name, namespace },
          { metadata: { uid, annotations }, spec },
          { fieldManager },
        )
      : await client.apply(
          resource,
          {
            apiVersion: API_VERSION,
            kind: "AgenticSession",
            metadata: { name, namespace, labels, annotations },
            ...{ spec },
          },
          { fieldManager, force: true },
        );
    failpoint("dispatch.session-apply.after");
    return made;
  } catch (error) {
    if (uid && (isConflict(error) || isNotFound(error))) return "gone";
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** Which resource is ours, so that a deleted session is not taken for one that was never made. */
async function remember(key: SessionKey, made: AgenticSession): Promise<void> {
  await withTenant(key, (tx) =>
    tx.agentSession.updateMany({
      where: { id: key.sessionId, resourceUid: null },
      data: { resourceUid: made.metadata.uid },
    }),
  );
}

async function reportRefusal({ log }: DispatchDeps, key: SessionKey, error: KubeError): Promise<void> {
  const message = refusalWords("session", error);
  log.warn({ ...key, code: error.code, reason: error.reason, message }, "session refused");
  await fail(key, message);
}

/** Ends a session that was never made. What runs is not ended by a wish that was refused. */
async function fail(key: SessionKey, message: string): Promise<void> {
  await withTenant(key, async (tx) => {
    const failed = await tx.agentSession.updateMany({
      where: { id: key.sessionId, resourceUid: null, phase: "Pending" },
      data: {
        phase: "Failed",
        message,
        resultReason: "refused",
        completionTime: new Date(),
        logState: "kept",
      },
    });
    if (failed.count === 1)
      await tx.agentSessionLog.createMany({
        data: [{ sessionId: key.sessionId, organizationId: key.organizationId, text: "" }],
        skipDuplicates: true,
      });
  });
}
