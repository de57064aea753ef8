import type { AgenticSessionSpecInput } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type SessionResource = {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: AgenticSessionSpecInput;
};

/** What the cluster is asked for a session. Null when there is no such session or its project is going. */
export async function sessionResource(
  tx: TenantTx,
  sessionId: string,
  platform: { subjectPrefix: string; subjectIssuer: string | undefined },
): Promise<SessionResource | null> {
  const session = await tx.agentSession.findUnique({
    where: { id: sessionId },
    include: { project: { include: { organization: true } } },
  });
  if (session?.origin !== "portal" || session.project.deletionRequestedAt) return null;
  const { project } = session;
  const owner = session.createdBy
    ? await tx.user.findUnique({
        where: { id: session.createdBy },
        include: { identities: true },
      })
    : null;
  // As the cluster names them, if it knows them; else by the portal's own id.
  const known = owner?.identities.find((identity) => identity.issuer === platform.subjectIssuer);
  const userId = known
    ? `${platform.subjectPrefix}${known.subject}`
    : (session.createdByBot ?? `portico:${session.createdBy ?? "system"}`);
  const source = session.clonedFrom
    ? await tx.agentSession.findUnique({ where: { id: session.clonedFrom }, select: { resourceName: true } })
    : null;
  return {
    name: session.resourceName,
    namespace: project.namespace,
    labels: { "portico.dev/project": project.namespace, "portico.dev/tenant": project.organization.slug },
    annotations: { "portico.dev/request-id": session.requestId },
    spec: {
      prompt: session.prompt,
      ...(session.websiteUrl ? { websiteURL: session.websiteUrl } : {}),
      projectRef: { name: project.namespace, namespace: project.namespace },
      userContext: { userId, displayName: owner?.displayName ?? "" },
      agent: { type: "chat", model: session.model, arguments: {} },
      credentialRefs: session.credentialRefs.map((name) => ({ name })),
      resourceClass: session.resourceClass as NonNullable<AgenticSessionSpecInput["resourceClass"]>,
      timeoutSeconds: session.timeoutSeconds,
      inactivityTimeoutSeconds: session.inactivityTimeoutSeconds,
      ...(source ? { clonedFrom: source.resourceName } : {}),
      stop: session.stopRequestedAt !== null,
    },
  };
}
