import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { parseAllowed } from "#lib/infra/http/ranges.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import {
  kindOf,
  namespaces,
  pathOf,
  type Resource,
  resourceQuotas,
  roleBindings,
} from "#lib/infra/kube/objects.ts";
import { log } from "#lib/infra/log/index.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeViewer } from "#test/world.ts";
import { admin, exclusively, until } from "../control/testing/world.ts";
import { jobsFor, makePlace, makeSession, type Place } from "../testing/rows.ts";
import { testKeptCredential } from "./credential-test.ts";
import type { DispatchDeps } from "./deps.ts";
import { applyProject } from "./project-apply.ts";
import { removeProject } from "./project-remove.ts";
import { applySession } from "./session-apply.ts";
import { keepLog, longestLog } from "./session-keep-log.ts";

let database: TestDatabase;
let cluster: KubeClient;
let release: () => Promise<void>;
const made: Place[] = [];
const quiet = log.child({}, { level: "silent" });

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
  cluster = admin();
  // These tests look at what dispatch asks of the API server; a controller would answer it.
  release = await exclusively(cluster);
});
afterAll(async () => {
  for (const { namespace } of made) {
    await cluster
      .patch(projectResource, { name: namespace }, { metadata: { finalizers: null } })
      .catch(() => {});
    await cluster.delete(projectResource, { name: namespace });
    await cluster.delete(namespaces, { name: namespace });
  }
  await release();
  cluster.close();
  await stopSending();
  await prisma().$disconnect();
  await database.drop();
});

const deps = (client: KubeClient = cluster): DispatchDeps => ({
  client,
  log: quiet,
  mail: { url: undefined, from: "portico@test.example", portal: "http://portal.test" },
  providers: { urls: { anthropic: "", openai: "", gemini: "", github: "" }, allow: [] },
  platform: {
    subjectPrefix: "oidc:",
    groupPrefix: "oidc:",
    subjectIssuer: "https://issuer.test",
    gateways: [],
    stores: [],
  },
});
const place = async (phase?: string) => {
  const one = await makePlace(database.app, phase);
  made.push(one);
  return one;
};
const projectOf = (one: Place) =>
  cluster.get<Project>(projectResource as Resource<Project>, { name: one.namespace });
const sessionOf = (one: Place, name: string) =>
  cluster.get<AgenticSession>(agenticSessionResource as Resource<AgenticSession>, {
    namespace: one.namespace,
    name,
  });
const projectRow = (id: string) => withPlatform((tx) => tx.project.findUniqueOrThrow({ where: { id } }));
const sessionRow = (id: string) =>
  withPlatform((tx) => tx.agentSession.findUniqueOrThrow({ where: { id }, include: { log: true } }));
const auditOf = (one: Place, action: string) =>
  withPlatform((tx) =>
    tx.auditEvent.findMany({ where: { projectId: one.projectId, action }, orderBy: { seq: "asc" } }),
  );
const change = (id: string, data: object) => withPlatform((tx) => tx.project.update({ where: { id }, data }));

/** The client, with a turn given to `before` ahead of every write of a kind. */
function interrupted(plural: string, before: (count: number) => Promise<void>): KubeClient {
  let count = 0;
  return new Proxy(cluster, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (name !== "apply") return typeof value === "function" ? value.bind(target) : value;
      return async (resource: Resource, ...rest: never[]) => {
        if (resource.plural === plural) await before(++count);
        return (value as (...all: unknown[]) => unknown).call(target, resource, ...rest);
      };
    },
  });
}

describe("applying a project", () => {
  test("makes its Tenant and its Project once, however often it runs", async () => {
    const one = await place();
    await applyProject(deps(), one);
    const first = await projectOf(one);
    await Promise.all([applyProject(deps(), one), applyProject(deps(), one)]);
    const again = await projectOf(one);
    expect(first?.spec).toMatchObject({ tenantRef: { name: one.tenant }, namespace: one.namespace });
    expect(first?.metadata.finalizers).toEqual(["portico.dev/teardown"]);
    expect(again?.metadata.resourceVersion).toBe(first?.metadata.resourceVersion);
  });

  test("that read an older state never has the last word", async () => {
    const one = await place();
    // While the first run is about to write what it read, the name changes and a second run writes it.
    const slow = interrupted("projects", async (count) => {
      if (count > 1) return;
      await change(one.projectId, { displayName: "Newer" });
      await applyProject(deps(), one);
    });
    await applyProject(deps(slow), one);
    expect((await projectOf(one))?.spec.displayName).toBe("Newer");
  });

  test("that comes after the project's deletion takes back what it made", async () => {
    const one = await place();
    const slow = interrupted("projects", async (count) => {
      if (count > 1) return;
      await change(one.projectId, { deletionRequestedAt: new Date(), phase: "Deleting" });
      await removeProject(deps(), one);
      expect((await projectRow(one.projectId)).deletedAt).not.toBeNull();
    });
    await applyProject(deps(slow), one);
    expect((await projectOf(one))?.metadata.deletionTimestamp).toBeDefined();
  });

  test("that the API server refuses for good ends, with its words on the project", async () => {
    const one = await place();
    await change(one.projectId, { namespace: `kube-${one.namespace}` });
    await applyProject(deps(), one);
    const row = await projectRow(one.projectId);
    expect(row.phase).toBe("Degraded");
    expect(row.message).toContain("This namespace belongs to the cluster or to Portico.");
  });

  test("that finds no API server throws, so that it is tried again, and says nothing of the project", async () => {
    const one = await place();
    const away = interrupted("tenants", async () => {
      throw new KubeError(0, "ECONNREFUSED", "The API server did not answer.");
    });
    await expect(applyProject(deps(away), one)).rejects.toThrow("did not answer");
    expect(await projectRow(one.projectId)).toMatchObject({ phase: "Pending", message: "" });
  });
});

describe("removing a project", () => {
  test("ends the row at once when there is no resource", async () => {
    const one = await place();
    await change(one.projectId, { deletionRequestedAt: new Date() });
    await removeProject(deps(), one);
    expect((await projectRow(one.projectId)).deletedAt).not.toBeNull();
  });

  test("deletes the resource once, and leaves a project alone whose deletion nobody asked for", async () => {
    const one = await place();
    await applyProject(deps(), one);
    await removeProject(deps(), one);
    expect((await projectOf(one))?.metadata.deletionTimestamp).toBeUndefined();
    await change(one.projectId, { deletionRequestedAt: new Date() });
    await Promise.all([removeProject(deps(), one), removeProject(deps(), one)]);
    expect((await projectOf(one))?.metadata.deletionTimestamp).toBeDefined();
    expect((await projectRow(one.projectId)).deletedAt).toBeNull();
  });
});

describe("applying a session", () => {
  const namespaceOf = async (one: Place) => {
    await cluster.create(namespaces, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: one.namespace },
    });
  };
  const sessionKey = (one: Place, id: string) => ({ organizationId: one.organizationId, sessionId: id });

  test("makes it once, and a wish to stop is never overtaken by an older run", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const { id, name } = await makeSession(database.app, one);
    const key = sessionKey(one, id);
    const slow = interrupted("agenticsessions", async (count) => {
      if (count > 1) return;
      await withPlatform((tx) =>
        tx.agentSession.update({ where: { id }, data: { stopRequestedAt: new Date() } }),
      );
      await applySession(deps(), key);
    });
    await applySession(deps(slow), key);
    const resource = await sessionOf(one, name);
    expect(resource?.spec.stop).toBe(true);
    expect(await sessionRow(id)).toMatchObject({ phase: "Pending", resourceUid: resource?.metadata.uid });
  });

  test("stops one that was made with kubectl, and changes nothing else about it", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const spec = {
      prompt: "Theirs.",
      projectRef: { name: one.namespace, namespace: one.namespace },
      userContext: { userId: "someone" },
      agent: { model: "claude-sonnet-4-5" },
    };
    const theirs = await cluster.create<AgenticSession>(agenticSessionResource as Resource<AgenticSession>, {
      apiVersion: agenticSessionResource.apiVersion,
      kind: "AgenticSession",
      metadata: { name: "by-hand", namespace: one.namespace },
      ...{ spec },
    });
    const { id } = await makeSession(database.app, one, {
      origin: "cluster",
      resourceName: "by-hand",
      resourceUid: theirs.metadata.uid,
    });
    await applySession(deps(), sessionKey(one, id));
    expect((await sessionOf(one, "by-hand"))?.metadata.resourceVersion).toBe(theirs.metadata.resourceVersion);
    await withPlatform((tx) =>
      tx.agentSession.update({ where: { id }, data: { stopRequestedAt: new Date() } }),
    );
    await applySession(deps(), sessionKey(one, id));
    expect((await sessionOf(one, "by-hand"))?.spec).toEqual({ ...theirs.spec, stop: true });
  });

  test("of somebody who lost the role, or was suspended, before it was made is not made", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const organization = { id: one.organizationId, slug: one.tenant };
    const [stays, demoted, suspended] = [
      await makeViewer(database.app),
      await makeViewer(database.app),
      await makeViewer(database.app),
    ];
    await join(database.app, stays, organization, "editor", one.projectId);
    await join(database.app, demoted, organization, "viewer", one.projectId);
    await join(database.app, suspended, organization, "owner");
    await withPlatform((tx) =>
      tx.user.update({ where: { id: suspended.userId }, data: { suspendedAt: new Date() } }),
    );
    const run = async (createdBy: string) => {
      const { id, name } = await makeSession(database.app, one, { createdBy });
      await applySession(deps(), sessionKey(one, id));
      return { ...(await sessionRow(id)), made: Boolean(await sessionOf(one, name)) };
    };
    expect(await run(stays.userId)).toMatchObject({ phase: "Pending", made: true });
    for (const { userId } of [demoted, suspended])
      expect(await run(userId)).toMatchObject({
        phase: "Failed",
        resultReason: "not_allowed",
        message: expect.stringContaining("may no longer run sessions"),
        made: false,
      });
    expect(await auditOf(one, "sessions.begin")).toMatchObject([
      { outcome: "refused", reason: "forbidden", actorKind: "system" },
      { outcome: "refused" },
    ]);

    const inState = (state: string) =>
      withPlatform((tx) => tx.organization.update({ where: { id: one.organizationId }, data: { state } }));
    await inState("suspended");
    expect(await run(stays.userId)).toMatchObject({ resultReason: "project_suspended", made: false });
    await inState("active");

    // A run that was cut off had made it already: it is noted, and stopped.
    const { id, name } = await makeSession(database.app, one, { createdBy: stays.userId });
    const key = sessionKey(one, id);
    await applySession(deps(), key);
    await withPlatform((tx) =>
      tx.agentSession.update({ where: { id }, data: { resourceUid: null, createdBy: demoted.userId } }),
    );
    await applySession(deps(), key);
    expect((await sessionOf(one, name))?.spec.stop).toBe(true);
    expect(await sessionRow(id)).toMatchObject({ phase: "Pending", resourceUid: expect.any(String) });
  });

  test("whose credential was disabled, removed or taken from the project before it was made is not made", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const { organizationId, projectId } = one;
    const keep = (name: string, more: object = {}) =>
      withPlatform((tx) =>
        tx.credential.create({
          data: {
            organizationId,
            projectId,
            secretKey: `jira-api-token.${name}`,
            kind: "jira",
            name,
            ...more,
          },
        }),
      );
    const [shared, bound] = [
      await keep("shared", { projectId: null }),
      await keep("bound", { projectId: null }),
    ];
    await keep("own");
    await keep("off", { disabledAt: new Date() });
    await withPlatform((tx) =>
      tx.credentialBinding.create({ data: { organizationId, projectId, credentialId: bound.id } }),
    );
    const run = async (...names: string[]) => {
      const credentialRefs = names.map((name) => `jira-api-token.${name}`);
      const { id, name } = await makeSession(database.app, one, { credentialRefs });
      await applySession(deps(), sessionKey(one, id));
      const { phase, resultReason, message } = await sessionRow(id);
      return { phase, resultReason, message, made: (await sessionOf(one, name))?.spec.credentialRefs.length };
    };
    expect(await run("own", "bound")).toMatchObject({ phase: "Pending", made: 2 });
    expect(await run("own", "off")).toEqual({
      phase: "Failed",
      resultReason: "credential_disabled",
      message: "Credential 2 of the session was disabled before the session began.",
      made: undefined,
    });
    for (const name of ["gone", shared.name])
      expect(await run(name)).toMatchObject({
        phase: "Failed",
        resultReason: "credential_missing",
        made: undefined,
      });
    expect((await auditOf(one, "sessions.begin")).map(({ reason }) => reason).sort()).toEqual([
      "credential_disabled",
      "credential_missing",
      "credential_missing",
    ]);
  });

  test("that runs is stopped when its maker loses the right, and others go on", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const organization = { id: one.organizationId, slug: one.tenant };
    const [stays, demoted] = [await makeViewer(database.app), await makeViewer(database.app)];
    for (const viewer of [stays, demoted])
      await join(database.app, viewer, organization, "editor", one.projectId);
    const [goesOn, isStopped] = [
      await makeSession(database.app, one, { createdBy: stays.userId, resourceUid: "a", phase: "Running" }),
      await makeSession(database.app, one, { createdBy: demoted.userId, resourceUid: "b", phase: "Running" }),
    ];
    await withPlatform((tx) =>
      tx.membership.updateMany({ where: { userId: demoted.userId }, data: { role: "viewer" } }),
    );
    await applyProject(deps(), one);
    expect((await sessionRow(goesOn.id)).stopRequestedAt).toBeNull();
    expect((await sessionRow(isStopped.id)).stopRequestedAt).not.toBeNull();
    expect(await jobsFor(database.app, sessionJobs.apply.name, isStopped.id)).toHaveLength(1);
    expect(await auditOf(one, "sessions.stop")).toMatchObject([
      { outcome: "allowed", reason: "forbidden", targetId: isStopped.id },
    ]);
  });

  test("of a bot is made if the cluster still lets it, and of somebody whom only a token knew at once or not", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const bot = `system:serviceaccount:${one.namespace}:nightly`;
    await cluster.create(roleBindings, {
      apiVersion: roleBindings.apiVersion,
      kind: "RoleBinding",
      metadata: { name: "nightly", namespace: one.namespace },
      ...{
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "portico-bot" },
        subjects: [{ kind: "ServiceAccount", name: "nightly", namespace: one.namespace }],
      },
    });
    type Maker = { createdBy?: string; createdByGroups?: boolean; createdByBot?: string; createdAt?: Date };
    const run = async (maker: Maker) => {
      const { id, name } = await makeSession(database.app, one, { createdBy: null, ...maker });
      await applySession(deps(), sessionKey(one, id));
      const made = await sessionOf(one, name);
      if (made) await applyProject(deps(), one);
      expect((await sessionRow(id)).stopRequestedAt, "nobody's right is known to be lost").toBeNull();
      return made?.spec.userContext.userId;
    };
    expect(await until("the binding counts", () => run({ createdByBot: bot }))).toBe(bot);
    expect(await run({ createdByBot: bot.replace("nightly", "other") })).toBeUndefined();
    const later = new Date(Date.now() + 60_000);
    expect(await run({ createdAt: later })).toBe("portico:system");
    expect(await run({ createdAt: new Date(Date.now() - 6000) })).toBeUndefined();
    // Somebody who signed in once, and whom the groups in their token let in.
    const { userId: createdBy } = await makeViewer(database.app);
    expect(await run({ createdBy, createdAt: later })).toBeUndefined();
    const byGroups = { createdBy, createdByGroups: true };
    expect(await run({ ...byGroups, createdAt: later })).toBeDefined();
    expect(await run({ ...byGroups, createdAt: new Date(Date.now() - 6000) })).toBeUndefined();
  });

  test("of a service whose key was revoked, or has expired, before it was made is not made", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const key = async (change: object) => {
      const name = "key";
      const createdAt = new Date(Date.now() - 3_600_000);
      const { organizationId, projectId } = one;
      const own = { organizationId, projectId, projectRole: "editor", name };
      const made = await withPlatform((tx) =>
        tx.key.create({
          data: {
            ...{ kind: "service", scopes: ["sessions:write"], createdAt },
            expiresAt: new Date(Date.now() + 60_000),
            ...own,
            ...change,
          },
        }),
      );
      return made.id;
    };
    const run = async (createdByKey: string) => {
      const { id, name } = await makeSession(database.app, one, { createdByKey });
      await applySession(deps(), sessionKey(one, id));
      return { ...(await sessionRow(id)), made: Boolean(await sessionOf(one, name)) };
    };
    expect(await run(await key({}))).toMatchObject({ phase: "Pending", made: true });
    // Of a person's own key both count: the key, and what the person holds.
    const viewer = await makeViewer(database.app);
    await join(database.app, viewer, { id: one.organizationId, slug: one.tenant }, "editor", one.projectId);
    const personal = { kind: "personal", userId: viewer.userId, projectId: null, projectRole: null };
    expect(await run(await key(personal))).toMatchObject({ phase: "Pending", made: true });
    expect(await run(await key({ ...personal, revokedAt: new Date() }))).toMatchObject({ made: false });
    for (const change of [
      { revokedAt: new Date() },
      { expiresAt: new Date(Date.now() - 1000) },
      { projectRole: "viewer" },
    ])
      expect(await run(await key(change))).toMatchObject({ phase: "Failed", made: false });
  });

  test("that was made and then deleted in the cluster does not make it a second time", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const { id, name } = await makeSession(database.app, one);
    await applySession(deps(), sessionKey(one, id));
    await cluster.delete(agenticSessionResource, { namespace: one.namespace, name });
    await applySession(deps(), sessionKey(one, id));
    expect(await sessionOf(one, name)).toBeUndefined();
  });

  test("over the quota fails it with a sentence and the API server's own words", async () => {
    const one = await place("Ready");
    await namespaceOf(one);
    const hard = { "count/agenticsessions.portico.dev": "1" };
    await cluster.create(resourceQuotas, {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "portico", namespace: one.namespace },
      ...{ spec: { hard } },
    });
    await until("the quota counts", async () =>
      Boolean(
        (await cluster.get(resourceQuotas, { namespace: one.namespace, name: "portico" }))?.status?.used,
      ),
    );
    const [first, second] = [await makeSession(database.app, one), await makeSession(database.app, one)];
    await applySession(deps(), sessionKey(one, first.id));
    // The API server learns of new custom resources' quotas a moment later; until then it counts nothing.
    await until("the second is refused", async () => {
      await cluster.delete(agenticSessionResource, { namespace: one.namespace, name: second.name });
      await withPlatform((tx) =>
        tx.agentSession.update({ where: { id: second.id }, data: { resourceUid: null } }),
      );
      await applySession(deps(), sessionKey(one, second.id));
      return (await sessionRow(second.id)).phase === "Failed";
    });
    const row = await sessionRow(second.id);
    expect(row.message).toMatch(
      /^The project keeps 1 of the 1 sessions its quota allows, so another one does not fit\./,
    );
    expect(row.message).toContain("exceeded quota: portico");
    expect(row).toMatchObject({ resultReason: "refused", logState: "kept" });
    expect(row.log?.text).toBe("");
  });

  test("waits for a namespace that is not there yet", async () => {
    const one = await place();
    const { id } = await makeSession(database.app, one);
    await expect(applySession(deps(), sessionKey(one, id))).rejects.toThrow("not found");
    expect(await sessionRow(id)).toMatchObject({ phase: "Pending" });
  });
});

describe("keeping a session's log", () => {
  const pods = kindOf("v1", "Pod", "pods");
  /** A cluster with this one log, or with this answer to who asks for it. */
  const withLog = (one: Place, answer: string[] | KubeError): KubeClient =>
    ({
      stream: async (path: string) => {
        expect(path).toBe(pathOf(pods, { namespace: one.namespace, name: "pod-1" }, "log"));
        if (answer instanceof KubeError) throw answer;
        const stream = new PassThrough();
        stream.end(
          answer.map((line, i) => `2026-11-22T01:00:00.${String(i).padStart(9, "0")}Z ${line}\n`).join(""),
        );
        return stream;
      },
    }) as unknown as KubeClient;
  const kept = async (answer: string[] | KubeError, phase = "Succeeded", completionTime = new Date()) => {
    const one = await makePlace(database.app, "Ready");
    const { id } = await makeSession(database.app, one, { phase, podName: "pod-1", completionTime });
    const key = { organizationId: one.organizationId, sessionId: id };
    await keepLog(deps(withLog(one, answer)), key);
    await keepLog(deps(withLog(one, ["a second reading"])), key);
    return sessionRow(id);
  };

  test("keeps it line by line as the pod wrote it, once", async () => {
    const lines = ['{"type":"message","text":"Grüße"}', "", "plain text with\ttabs", '{"type":"result"}'];
    const row = await kept(lines);
    expect(row.logState).toBe("kept");
    expect(row.log).toMatchObject({ text: `${lines.join("\n")}\n`, skippedLines: 0 });
  });

  test("keeps the end of one that is too long, in whole lines, and says how many lines were before it", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${"x".repeat(1000)}`);
    const row = await kept(lines);
    const text = row.log?.text ?? "";
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestLog);
    expect(Buffer.byteLength(text)).toBeGreaterThan(longestLog - 1100);
    expect(text.endsWith(`${lines.at(-1)}\n`)).toBe(true);
    expect(lines.indexOf(text.slice(0, text.indexOf("\n")))).toBe(row.log?.skippedLines);
  });

  test("says that it is lost when the pod is gone", async () => {
    const row = await kept(new KubeError(404, "NotFound", 'pods "pod-1" not found'));
    expect(row).toMatchObject({ logState: "lost", log: null });
  });

  test("of a container that never began is empty, and of a session that runs is left alone", async () => {
    const waiting = new KubeError(400, "BadRequest", 'container "runner" in pod "pod-1" is waiting to start');
    expect(await kept(waiting, "Failed")).toMatchObject({ logState: "kept", log: { text: "" } });
    expect(await kept(["half"], "Running")).toMatchObject({ logState: "live", log: null });
  });

  test("that cannot be read now is tried again, for an hour", async () => {
    const away = new KubeError(503, "ServiceUnavailable", "node is away");
    await expect(kept(away)).rejects.toThrow("away");
    expect(await kept(away, "Failed", new Date(Date.now() - 2 * 3_600_000))).toMatchObject({
      logState: "lost",
    });
  });
});

describe("the test of a credential that is kept", () => {
  let provider: ProviderStandIn;
  beforeAll(async () => {
    provider = await startProviderStandIn();
  });
  afterAll(() => provider.close());

  /** A credential of a project whose Secret holds `value`, with a test that was asked for. */
  async function asked(value: string | null, data: object = {}, descriptor?: object) {
    const at = await place("Ready");
    const secretKey = "anthropic-api-key";
    const testId = newId();
    const { id } = await withPlatform((tx) =>
      tx.credential.create({
        data: {
          organizationId: at.organizationId,
          projectId: at.projectId,
          kind: "anthropic",
          name: "anthropic",
          secretKey,
          parts: [secretKey],
          testPassed: true,
          testId,
          testAskedAt: new Date(),
          ...data,
        },
      }),
    );
    const read: string[] = [];
    const encoded = value && Buffer.from(value).toString("base64");
    const client = {
      get: async (_: unknown, { name, namespace }: { name: string; namespace: string }) => {
        read.push(`${namespace}/${name}`);
        const annotations = descriptor && { [credentialAnnotation(secretKey)]: JSON.stringify(descriptor) };
        return { metadata: { name, annotations }, data: encoded ? { [secretKey]: encoded } : {} };
      },
    } as unknown as KubeClient;
    const urls = { anthropic: provider.url, openai: "", gemini: "", github: "" };
    const key = { organizationId: at.organizationId, credentialId: id, testId };
    const allow = parseAllowed("127.0.0.1");
    const run = () => testKeptCredential({ client, providers: { urls, allow } }, key);
    const row = () => withPlatform((tx) => tx.credential.findUniqueOrThrow({ where: { id } }));
    const said = () =>
      withPlatform((tx) =>
        tx.auditEvent.findMany({ where: { targetId: id }, select: { action: true, detail: true } }),
      );
    return { at, run, row, said, read, key };
  }

  test("is made with the value that the Secret has, and counts once", async () => {
    const viewer = await makeViewer(database.app);
    const one = await asked("sk-ant-demo-right-key", { testAskedBy: viewer.userId });
    await one.run();
    expect(one.read).toEqual([`${one.at.namespace}/project-credentials`]);
    expect(await one.row()).toMatchObject({ testPassed: true, testId: null, testCause: null });
    await one.run();
    expect([one.read.length, (await one.said()).map(({ action }) => action)]).toEqual([
      1,
      ["credentials.tested"],
    ]);
  });

  test.each([
    ["of an organization", { projectId: null }, "organization-credentials.tested"],
    ["that is fetched", { source: "external", external: {} }, "credentials.tested"],
    [
      "that is fetched of an organization",
      { projectId: null, source: "external", external: {} },
      "organization-credentials.tested",
    ],
  ])("%s is made with the value in its own Secret", async (_, data, action) => {
    const viewer = await makeViewer(database.app);
    const one = await asked("sk-ant-demo-right-key", { ...data, testAskedBy: viewer.userId });
    await one.run();
    const { namespace, tenant } = one.at;
    expect(one.read).toEqual([
      !("projectId" in data)
        ? `${namespace}/external-credentials`
        : `portico-credentials/${"source" in data ? "external." : ""}${tenant}`,
    ]);
    expect(await one.row()).toMatchObject({ testPassed: true, testId: null });
    expect((await one.said()).map((event) => event.action)).toEqual([action]);
  });

  test("goes to the address that the value was kept for, whatever the row says meanwhile", async () => {
    const calls: string[] = [];
    const elsewhere = createServer(({ headers }, response) => {
      calls.push(String(headers.authorization));
      response.writeHead(200).end();
    });
    await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
    const { port } = elsewhere.address() as AddressInfo;
    const kind = "openai-compatible";
    const keys = { "api-key": "anthropic-api-key" };
    const row = { kind, settings: { baseUrl: `http://127.0.0.1:${port}/v1` } };
    const described = { kind, name: "anthropic", keys, settings: { baseUrl: `${provider.url}/v1` } };
    for (const [descriptor, passed] of [
      [described, true],
      [undefined, false],
      [{ ...described, settings: {} }, false],
      [{ ...described, keys: {} }, false],
    ] as const) {
      const one = await asked("sk-demo-right-key", row, descriptor);
      await one.run();
      expect(await one.row()).toMatchObject({ testPassed: passed, testCause: passed ? null : "unreadable" });
    }
    expect(calls).toEqual([]);
    elsewhere.close();
  });

  test("that begins to fail is told to those who manage it, once, and keeps nothing of the value", async () => {
    const value = "sk-ant-wrong-canary-value";
    const one = await asked(value);
    const viewer = await makeViewer(database.app);
    await join(
      database.app,
      viewer,
      { id: one.at.organizationId, slug: one.at.tenant },
      "admin",
      one.at.projectId,
    );
    await one.run();
    const row = await one.row();
    expect(row).toMatchObject({ testPassed: false, testCause: "refused" });
    await withPlatform((tx) =>
      tx.credential.update({ where: { id: row.id }, data: { testId: one.key.testId } }),
    );
    await one.run();
    const mails = await withPlatform((tx) => tx.email.findMany({ where: { recipient: viewer.email ?? "" } }));
    expect(mails.map(({ template }) => template)).toEqual(["credentialFailing"]);
    expect(JSON.stringify([row, mails, await one.said()])).not.toContain(value);
  });

  test("says of a Secret without a value that there is none, and is forgotten when the credential was changed", async () => {
    const empty = await asked(null);
    await empty.run();
    expect(await empty.row()).toMatchObject({ testPassed: false, testCause: "missing", testStages: [] });
    const changed = await asked("sk-ant-wrong-key");
    await withPlatform((tx) =>
      tx.credential.update({ where: { id: changed.key.credentialId }, data: { testId: newId() } }),
    );
    await changed.run();
    expect([changed.read, (await changed.row()).testPassed]).toEqual([[], true]);
  });
});
