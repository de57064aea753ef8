import type { Actor, AuditEntry } from "#lib/domain/audit/mutations.ts";
import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { SHARED_CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/credentials.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { makerThere } from "./import.ts";

type Used = {
  organizationId: string;
  projectId: string;
  sessionId: string;
  title: string;
  requestId: string;
  secretKey: string;
  credentialId: string | null;
  credential: string | null;
  kind: string;
  handover: string;
  userId: string | null;
  keyId: string | null;
  bot: string | null;
  /** What the person, or else the key, is called; null for neither, or one that is gone. */
  by: string | null;
  /** Where it was found among those that were given. */
  position: number;
};

/** On whose behalf a session runs, as its row says: a person, perhaps by a key of theirs, a service's key, or a bot. */
function actorOf({ userId, keyId, bot, by }: Used, { spec }: AgenticSession): Actor {
  const kind = keyId ? "key" : userId ? "person" : bot ? "bot" : null;
  // Of one that was made in the cluster no row says whose it is.
  if (!kind) return makerThere(spec);
  return { kind, userId, keyId, name: by ?? bot ?? spec.userContext.userId, via: "cluster" };
}

/**
 * Writes down which credentials sessions were given, as their status says: once for each session and credential, however often
 * it is read. Answers what the audit log says of those that are new.
 */
export async function writeUses(tx: PlatformTx, sessions: AgenticSession[]): Promise<AuditEntry[]> {
  const given = sessions.flatMap(({ metadata: { namespace, name, uid }, status }, position) =>
    (status?.credentials ?? []).map((credential) => ({
      position,
      namespace,
      session: name,
      uid,
      secretKey: credential.name,
      kind: credential.kind,
      handover: credential.handover,
      shared: credential.secret === SHARED_CREDENTIALS_SECRET,
      usedAt: status?.conditions.find(({ type }) => type === "Admitted")?.lastTransitionTime,
    })),
  );
  if (given.length === 0) return [];
  const used = await tx.$queryRaw<Used[]>`
    with given as (
      select a.organization_id, a.project_id, a.id as session_id, g."secretKey" as secret_key, c.id as credential_id,
        c.name as credential, g.kind, g.handover, g.position, coalesce(g."usedAt", now()) as used_at, coalesce(nullif(a.title, ''), a.resource_name) as title, a.request_id,
        a.created_by as user_id, a.created_by_key as key_id, a.created_by_bot as bot, coalesce(u.display_name, k.name) as by
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(position int, namespace text, session text, uid text, "secretKey" text,
        kind text, handover text, shared boolean, "usedAt" timestamptz)
      join projects p on p.namespace = g.namespace and p.deleted_at is null
      join agent_sessions a on a.project_id = p.id and a.resource_name = g.session and a.resource_uid = g.uid
      left join users u on u.id = a.created_by
      left join keys k on k.id = a.created_by_key
      left join credentials c on c.organization_id = a.organization_id and c.secret_key = g."secretKey"
        and (case when g.shared then c.project_id is null else c.project_id = a.project_id end)
    ), written as (
      insert into session_credentials (organization_id, project_id, session_id, secret_key, credential_id, kind, handover, used_at)
      select organization_id, project_id, session_id, secret_key, credential_id, kind, handover, used_at from given
      order by session_id, secret_key
      on conflict (session_id, secret_key) do nothing
      returning session_id, secret_key
    )
    select g.organization_id as "organizationId", g.project_id as "projectId", g.session_id as "sessionId", g.title,
      g.request_id as "requestId", g.secret_key as "secretKey", g.credential_id as "credentialId", g.credential, g.kind,
      g.handover, g.position, g.user_id as "userId", g.key_id as "keyId", g.bot, g.by
    from given g join written w on w.session_id = g.session_id and w.secret_key = g.secret_key`;
  return used.map((use) => ({
    action: "credentials.use",
    outcome: "allowed",
    actor: actorOf(use, sessions[use.position] as AgenticSession),
    requestId: use.requestId,
    organizationId: use.organizationId,
    projectId: use.projectId,
    target: {
      kind: "credential",
      ...(use.credentialId ? { id: use.credentialId } : {}),
      name: use.credential ?? use.secretKey,
    },
    detail: {
      session: use.title,
      sessionId: use.sessionId,
      secretKey: use.secretKey,
      kind: use.kind,
      handover: use.handover,
    },
  }));
}
