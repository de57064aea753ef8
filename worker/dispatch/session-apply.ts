import { isDeepStrictEqual } from "node:util";
import type { AgentSession } from "#generated/client.ts";
import { holderNow, keyHolderNow } from "#lib/domain/access/holder.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { credentialInWords } from "#lib/domain/clusters/contract/credentials.ts";
import {
  API_VERSION,
  fieldManagers,
  GROUP,
  annotations as names,
} from "#lib/domain/clusters/contract/meta.ts";
import { stopForLostRight } from "#lib/domain/sessions/ending.ts";
import { type SessionResource, sessionResource } from "#lib/domain/sessions/resource.ts";
import { hasEnded } from "#lib/domain/sessions/rules.ts";
import { findUnusable, type Unusable } from "#lib/domain/sessions/usable.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { isConflict, isNotFound, KubeError } from "#lib/infra/kube/errors.ts";
import type { Resource } from "#lib/infra/kube/objects.ts";
import { reviewAccess } from "#lib/infra/kube/reviews.ts";
import type { DispatchDeps, SessionKey } from "./deps.ts";
import { isRefusal, refusalWords } from "./refusal.ts";

type Sent = Pick<SessionResource, "name" | "namespace" | "annotations"> & {
  labels?: Record<string, string>;
  spec: Partial<SessionResource["spec"]>;
};
type Wanted = {
  resource: Sent;
  uid: string | null;
  /** Of one that is not made: whether its maker may still start it, or the bot that the cluster is to be asked about. */
  mayBegin?: boolean | { bot: string };
  /** Its organization is: nobody may begin anything. */
  suspended?: boolean;
  /** Of one that is not made: the credential that it may not be given any more. */
  unusable?: Unusable | null;
};

/** Whose groups alone let them in can only be asked by their token, which is gone: so long what it said counts. */
const WORD_COUNTS_MS = 5_000;

/**
 * Makes the cluster's AgenticSession say what the database says: that it is, or that it shall stop. Like `applyProject` it
 * reads again after it wrote, so that a wish to stop is never overtaken. A session that was made once is never made a
 * second time, and one whose maker may not start it any more is not made. Idempotent.
 *
 * @throws KubeError when the API server cannot be reached or the namespace is not there yet: try again
 */
export async function applySession(deps: DispatchDeps, key: SessionKey): Promise<void> {
  let sent: Sent | undefined;
  let refused: KubeError | undefined;
  for (;;) {
    const wanted = await withTenant(key, (tx) => read(deps, tx, key));
    if (!wanted) return;
    const refusal = wanted.uid ? null : await refusalOf(deps, wanted);
    if (refusal) {
      // A run that was cut off may have made it before the right was taken away: then it is stopped.
      if (await takeBack(deps, key, wanted)) continue;
      await fail(key, refusal);
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

type Refusal = { message: string; resultReason: string; reason: string };
const notAllowed: Refusal = {
  message: "Whoever started it may no longer run sessions in this project, so it was not begun.",
  resultReason: "not_allowed",
  reason: "forbidden",
};
const suspended: Refusal = {
  message: "The organization was suspended before the session began.",
  resultReason: "project_suspended",
  reason: "forbidden",
};

function without({ secretKey, why }: Unusable, { spec }: Wanted["resource"]): Refusal {
  const refs = spec.credentialRefs ?? [];
  const it = credentialInWords(
    refs.findIndex(({ name }) => name === secretKey),
    refs.length,
  );
  const what = why === "credential_disabled" ? "disabled" : "taken from the project";
  return { message: `${it} was ${what} before the session began.`, resultReason: why, reason: why };
}

async function read(
  { platform }: DispatchDeps,
  tx: TenantTx,
  { sessionId: id }: SessionKey,
): Promise<Wanted | null> {
  const row = await tx.agentSession.findUnique({
    where: { id },
    include: { project: { select: { namespace: true, organization: { select: { state: true } } } } },
  });
  if (!row || hasEnded(row.phase)) return null;
  const uid = row.resourceUid;
  if (row.origin === "portal" && !uid) {
    const resource = await sessionResource(tx, id, platform);
    const isSuspended = row.project.organization.state !== "active";
    const unusable = await findUnusable(tx, row.projectId, row.credentialRefs);
    return resource && { resource, uid, suspended: isSuspended, mayBegin: await makerNow(tx, row), unusable };
  }
  // Once it is there nothing of it may change, and its maker may have another name by now: all that is to say, of one
  // that was made with kubectl too, is that it shall stop.
  if (!row.stopRequestedAt || !uid) return null;
  const { namespace } = row.project;
  const annotations = { [names.requestId]: row.requestId };
  return { resource: { name: row.resourceName, namespace, annotations, spec: { stop: true } }, uid };
}

/** Who is asked whether the session may begin: the database, which has answered, or the cluster about a bot. */
async function makerNow(tx: TenantTx, row: AgentSession): Promise<boolean | { bot: string }> {
  const { createdBy, createdByKey, createdByBot, createdByGroups, createdAt } = row;
  if (createdByBot) return { bot: createdByBot };
  if (createdByKey || (createdBy && !createdByGroups)) {
    const holder = createdByKey
      ? await keyHolderNow(tx, createdByKey, row)
      : await holderNow(tx, createdBy!, row);
    return holder !== null && can(holder, "sessions:create");
  }
  return Date.now() - createdAt.getTime() < WORD_COUNTS_MS;
}

/** Why a session that is not made may not begin; null when it may. */
async function refusalOf(deps: DispatchDeps, wanted: Wanted): Promise<Refusal | null> {
  if (wanted.suspended) return suspended;
  if (!(await mayBegin(deps, wanted))) return notAllowed;
  return wanted.unusable ? without(wanted.unusable, wanted.resource) : null;
}

async function mayBegin({ client }: DispatchDeps, { mayBegin, resource }: Wanted): Promise<boolean> {
  if (typeof mayBegin !== "object") return mayBegin ?? false;
  const { namespace } = resource;
  const act = { verb: "create", group: GROUP, resource: "agenticsessions", namespace };
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  return reviewAccess(client, { user: mayBegin.bot, groups }, act);
}

/** Has a session stopped that was made already, though nobody had noted it. True if there was one. */
async function takeBack({ client }: DispatchDeps, key: SessionKey, { resource }: Wanted): Promise<boolean> {
  const { name, namespace } = resource;
  const made = await client.get(agenticSessionResource as Resource<AgenticSession>, { name, namespace });
  if (!made) return false;
  await remember(key, made);
  await withTenant(key, (tx) => stopForLostRight(tx, key.organizationId, [key.sessionId]));
  return true;
}

/** Writes the resource. Answers it, a refusal for good, or that the one we had made is gone (the observer says so). */
async function send(
  { client }: DispatchDeps,
  { resource: wanted, uid }: Wanted,
): Promise<AgenticSession | KubeError | "gone"> {
  const { name, namespace, labels, annotations, spec } = wanted;
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
  await fail(key, { message, resultReason: "refused", reason: "cluster_said_no" });
}

/** Ends a session that was never made, and says so in the audit log. What runs is not ended by a wish that was refused. */
async function fail(key: SessionKey, { message, resultReason, reason }: Refusal): Promise<void> {
  const { organizationId, sessionId } = key;
  await withTenant(key, async (tx) => {
    const failed = await tx.agentSession.updateManyAndReturn({
      where: { id: sessionId, resourceUid: null, phase: "Pending" },
      data: {
        phase: "Failed",
        message,
        resultReason,
        completionTime: new Date(),
        logState: "kept",
      },
    });
    for (const { projectId, title, requestId } of failed) {
      await tx.agentSessionLog.createMany({
        data: [{ sessionId, organizationId, text: "" }],
        skipDuplicates: true,
      });
      await recordAudit(tx, {
        action: "sessions.begin",
        outcome: "refused",
        reason,
        actor: portico,
        requestId,
        organizationId,
        projectId,
        target: { kind: "session", id: sessionId, name: title },
        detail: { message },
      });
    }
  });
}
