import { randomBytes } from "node:crypto";
import type { PrismaClient } from "#generated/client.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { openLoginSession } from "#lib/domain/identity/mutations.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";

/** Somebody with a browser: whose cookie, and the project they look at. */
export type Visitor = { token: string; organization: string; project: string };

const ORGANIZATIONS = 10;
const PROJECTS = 4;
const SESSIONS = 30;

const objects = [
  ["Namespace", "project"],
  ...["default-deny", "allow-dns", "allow-gateways", "allow-internet"].map((name) => ["NetworkPolicy", name]),
  ["ResourceQuota", "portico"],
  ["LimitRange", "portico"],
  ["ServiceAccount", "default"],
  ["ServiceAccount", "session"],
  ["Secret", "project-credentials"],
  ...["portico-viewer", "portico-editor", "portico-admin", "portico-web"].map((name) => [
    "RoleBinding",
    name,
  ]),
] as [string, string][];

const conditions = [
  "Ready",
  "NamespaceReady",
  "QuotaApplied",
  "NetworkIsolated",
  "AccessApplied",
  "CredentialsReady",
];

/**
 * A world of ten organizations with four projects each, as they look after some weeks: every object applied, quota in use,
 * thirty sessions. `count` visitors are spread over the projects, each a member with a login session of their own.
 */
export async function makeWorld(client: PrismaClient, count: number): Promise<Visitor[]> {
  const places: { organization: TestOrganization; projects: { id: string; slug: string }[] }[] = [];
  for (let i = 0; i < ORGANIZATIONS; i += 1) {
    const organization = await makeOrganization(client);
    await join(client, await makeViewer(client), organization, "owner");
    const projects = [];
    for (let j = 0; j < PROJECTS; j += 1) projects.push(await furnishedProject(client, organization));
    places.push({ organization, projects });
  }
  const visitors: Visitor[] = [];
  for (let i = 0; i < count; i += 1) {
    const { organization, projects } = places[i % ORGANIZATIONS]!;
    const project = projects[Math.floor(i / ORGANIZATIONS) % PROJECTS]!;
    const viewer = await makeViewer(client);
    await join(client, viewer, organization, "editor", project.id);
    visitors.push({ token: await signIn(viewer), organization: organization.slug, project: project.slug });
  }
  return visitors;
}

async function signIn(viewer: Viewer): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await openLoginSession(viewer.userId, token, { userAgent: "bench" });
  return token;
}

async function furnishedProject(client: PrismaClient, organization: TestOrganization) {
  const project = await makeProject(client, organization);
  const owner = await makeViewer(client);
  await join(client, owner, organization, "admin", project.id);
  const place = { organizationId: organization.id, projectId: project.id };
  const { quota: hard } = tierOf("standard").limits;
  const now = new Date();
  await withPlatform(async (tx) => {
    await tx.project.update({
      where: { id: project.id },
      data: {
        quota: { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, "1"])) },
        conditions: conditions.map((type) => ({
          type,
          status: "True",
          reason: "Applied",
          message: "Stands.",
        })),
        readyAt: now,
        observedAt: now,
      },
    });
    await tx.provisioningStep.createMany({
      data: objects.map(([kind, name], position) => ({
        ...place,
        ...{ position, kind, name, state: "Applied", startedAt: now, durationMs: 9, appliedAt: now },
      })),
    });
    await tx.agentSession.createMany({
      data: Array.from({ length: SESSIONS }, (_, i) => ({
        ...place,
        resourceName: `s-${String(i).padStart(26, "0")}`,
        title: `Summarise the open questions of page ${i}`,
        prompt: "Summarise the open questions on this page.",
        agent: "chat",
        model: "claude-sonnet-4-5",
        credentialRefs: ["anthropic-api-key"],
        resourceClass: "small",
        timeoutSeconds: 1800,
        inactivityTimeoutSeconds: 600,
        createdBy: owner.userId,
        requestId: "r-bench",
        phase: i < 2 ? "Running" : "Succeeded",
        startTime: now,
        completionTime: i < 2 ? null : now,
        inputTokens: 800n,
        outputTokens: 1200n,
        requests: 1,
      })),
    });
  }, client);
  return project;
}
