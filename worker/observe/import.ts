import type { Actor, AuditEntry } from "#lib/domain/audit/mutations.ts";
import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { annotations } from "#lib/domain/clusters/contract/meta.ts";
import { titleOf } from "#lib/domain/sessions/rules.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { isRequestId, newRequestId } from "#lib/infra/http/request-id.ts";

/** Whoever made a session in the cluster, by the name it knows them by: the admission policy has everybody write their own. */
export const makerThere = ({ botAccount, userContext }: AgenticSession["spec"]): Actor => ({
  kind: botAccount ? "bot" : "person",
  userId: null,
  name: userContext.userId,
  via: "cluster",
});

/**
 * Gives a row to sessions that were made with kubectl or GitOps in a project's namespace, and answers what the audit log says
 * of each. Whose one is cannot be told from the resource; the credential is the project's of the same key. Safe to repeat.
 */
export async function importSessions(tx: PlatformTx, sessions: AgenticSession[]): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  const named = sessions.map(({ metadata }) => ({ namespace: metadata.namespace, name: metadata.name }));
  const unknown = await tx.$queryRaw<
    { projectId: string; organizationId: string; namespace: string; name: string }[]
  >`
    select p.id as "projectId", p.organization_id as "organizationId", s.namespace, s.name
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as s(namespace text, name text)
    join projects p on p.namespace = s.namespace and p.deleted_at is null
    where not exists (select from agent_sessions a where a.project_id = p.id and a.resource_name = s.name)`;
  for (const { projectId, organizationId, namespace, name } of unknown) {
    const session = sessions.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    if (!session) continue;
    const { spec, metadata } = session;
    const credentialRefs = spec.credentialRefs.map((ref) => ref.name);
    const credential = await tx.credential.findFirst({
      where: { projectId, secretKey: { in: credentialRefs } },
      select: { id: true },
    });
    const source = spec.clonedFrom
      ? await tx.agentSession.findFirst({
          where: { projectId, resourceName: spec.clonedFrom },
          select: { id: true },
        })
      : null;
    const createdAt = new Date(metadata.creationTimestamp);
    const said = metadata.annotations[annotations.requestId] ?? "";
    const requestId = isRequestId(said) ? said : newRequestId();
    const id = newId(createdAt.getTime());
    const made = await tx.agentSession.createMany({
      skipDuplicates: true,
      data: [
        {
          id,
          organizationId,
          projectId,
          resourceName: name,
          origin: "cluster",
          title: titleOf(spec.prompt),
          prompt: spec.prompt,
          websiteUrl: spec.websiteURL ?? null,
          agent: spec.agent.type,
          model: spec.agent.model,
          arguments: spec.agent.arguments,
          credentialId: credential?.id ?? null,
          credentialRefs,
          resourceClass: spec.resourceClass,
          timeoutSeconds: spec.timeoutSeconds,
          inactivityTimeoutSeconds: spec.inactivityTimeoutSeconds,
          clonedFrom: source?.id ?? null,
          // Whoever made it could write any name into userContext: nobody of ours is taken for its author.
          createdBy: null,
          createdAt,
          requestId,
          stopRequestedAt: spec.stop ? new Date() : null,
        },
      ],
    });
    const { agent } = spec;
    if (made.count === 1)
      entries.push({
        action: "sessions.launch",
        outcome: "allowed",
        actor: makerThere(spec),
        requestId,
        organizationId,
        projectId,
        target: { kind: "session", id, name },
        detail: { agent: agent.type, model: agent.model },
      });
  }
  return entries;
}
