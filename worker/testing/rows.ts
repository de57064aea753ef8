import type { PrismaClient } from "#generated/client.ts";
import { newId, toBase32 } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { join, makeOrganization, makeProject, makeViewer } from "#test/world.ts";

export type Place = {
  organizationId: string;
  tenant: string;
  projectId: string;
  namespace: string;
};

/** An organization with a project, as rows only. */
export async function makePlace(client: PrismaClient, phase = "Pending"): Promise<Place> {
  const organization = await makeOrganization(client);
  const project = await makeProject(client, organization, { phase });
  return {
    organizationId: organization.id,
    tenant: organization.slug,
    projectId: project.id,
    namespace: project.namespace,
  };
}

/** A session's row, as the portal makes it, without its job. By somebody who may start it, unless `data` names who did. */
export async function makeSession(
  client: PrismaClient,
  place: Place,
  data: {
    createdBy?: string | null;
    createdByKey?: string;
    createdByBot?: string;
    createdByGroups?: boolean;
    createdAt?: Date;
    phase?: string;
    origin?: string;
    resourceName?: string;
    resourceUid?: string;
    podName?: string;
    completionTime?: Date;
    logState?: string;
    credentialRefs?: string[];
  } = {},
): Promise<{ id: string; name: string }> {
  const id = newId();
  const {
    createdBy = data.origin === "cluster" || data.createdByKey ? null : await makeEditor(client, place),
  } = data;
  const name = data.resourceName ?? `s-${toBase32(id)}`;
  await withPlatform(
    (tx) =>
      tx.agentSession.create({
        data: {
          id,
          organizationId: place.organizationId,
          projectId: place.projectId,
          resourceName: name,
          title: "A session",
          prompt: "Say hello.",
          agent: "chat",
          model: "claude-sonnet-4-5",
          credentialRefs: [],
          resourceClass: "small",
          timeoutSeconds: 60,
          inactivityTimeoutSeconds: 60,
          requestId: "r-test",
          ...data,
          createdBy,
        },
      }),
    client,
  );
  return { id, name };
}

async function makeEditor(client: PrismaClient, place: Place): Promise<string> {
  const viewer = await makeViewer(client);
  const organization = { id: place.organizationId, slug: place.tenant };
  await join(client, viewer, organization, "editor", place.projectId);
  return viewer.userId;
}

/** Jobs of a kind that wait or run for a row. */
export async function jobsFor(client: PrismaClient, name: string, id: string): Promise<{ state: string }[]> {
  return withPlatform(
    (tx) => tx.$queryRaw<{ state: string }[]>`
      select state::text as state from pgboss.job where name = ${name} and data::text like ${`%${id}%`}`,
    client,
  );
}
