import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrismaClient } from "#generated/client.ts";
import { type AuditEntry, recordAll } from "#lib/domain/audit/mutations.ts";
import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import type { ResourceQuota } from "#lib/infra/kube/objects.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeViewer, secretOf, uniqueName } from "#test/world.ts";
import * as factory from "../control/testing/factories.ts";
import { jobsFor, makePlace, makeSession, type Place } from "../testing/rows.ts";
import { writeOutside } from "./credentials.ts";
import { writeRepairs } from "./drift.ts";
import { tellStoppedAgain, writeFetched } from "./fetched.ts";
import { projectsGone, writeProjects } from "./projects.ts";
import { writeQuotas } from "./quotas.ts";
import { sessionsGone, writeSessions } from "./sessions.ts";

let database: TestDatabase;
let client: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  // As the worker's own role, with the rights it has in production.
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
  client = prisma();
});
afterAll(async () => {
  await stopSending();
  await client.$disconnect();
  await database.drop();
});

const observed = (place: Place, version: number, status: object, metadata: object = {}): Project =>
  factory.project(
    { tenantRef: { name: place.tenant }, namespace: place.namespace },
    {
      status,
      metadata: {
        name: place.namespace,
        uid: `uid-${place.namespace}`,
        resourceVersion: String(version),
        ...metadata,
      },
    },
  );

const observedSession = (
  place: Place,
  name: string,
  version: number,
  status: object,
  { spec = {}, metadata = {} }: { spec?: object; metadata?: object } = {},
): AgenticSession =>
  factory.session(
    { projectRef: { name: place.namespace, namespace: place.namespace }, ...spec },
    {
      status,
      metadata: {
        name,
        namespace: place.namespace,
        uid: `uid-${name}`,
        resourceVersion: String(version),
        ...metadata,
      },
    },
  );

const write = (...projects: Project[]) =>
  withPlatform(async (tx) => recordAll(tx, await writeProjects(tx, projects)));
const writeSession = (...sessions: AgenticSession[]) => withPlatform((tx) => writeSessions(tx, sessions));
const actionsOf = (entries: AuditEntry[]) =>
  entries.map(({ action, actor, target }) => [action, actor.kind, actor.name, actor.via, target?.name]);
const projectRow = (id: string) => withPlatform((tx) => tx.project.findUniqueOrThrow({ where: { id } }));
const sessionRow = (id: string) => withPlatform((tx) => tx.agentSession.findUniqueOrThrow({ where: { id } }));
const stepsOf = (projectId: string) =>
  withPlatform((tx) => tx.provisioningStep.findMany({ where: { projectId }, orderBy: { position: "asc" } }));

describe("a project", () => {
  test("ends as its newest observation, in whatever order observations are written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([8, 9, 10, 11, 99, 100, 1000], { minLength: 1 }),
        async (versions) => {
          const place = await makePlace(client);
          for (const version of versions)
            await write(observed(place, version, { phase: "Provisioning", message: `as of ${version}` }));
          const row = await projectRow(place.projectId);
          expect(row.message).toBe(`as of ${Math.max(...versions)}`);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("made anew in the cluster is followed, though its versions begin lower", async () => {
    const place = await makePlace(client);
    await write(observed(place, 500, { phase: "Ready", message: "old" }));
    await write(observed(place, 20, { phase: "Provisioning", message: "new" }, { uid: "another" }));
    expect(await projectRow(place.projectId)).toMatchObject({ phase: "Provisioning", message: "new" });
  });

  test("of the same name but another tenant changes nothing", async () => {
    const place = await makePlace(client);
    await write(
      observed({ ...place, tenant: "somebody-else" }, 5, { phase: "Ready", message: "not theirs" }),
    );
    expect(await projectRow(place.projectId)).toMatchObject({ phase: "Pending", resourceVersion: null });
  });

  test("keeps the moment of its first readiness, and so does the wizard of its maker", async () => {
    const place = await makePlace(client);
    const { userId } = await makeViewer(client);
    await withPlatform((tx) =>
      tx.onboarding.create({
        data: { userId, organizationId: place.organizationId, projectId: place.projectId },
      }),
    );
    const readyAt = new Date(Date.now() + 5000).toISOString();
    await write(observed(place, 1, { phase: "Ready", timings: { readyAt } }));
    const provisioned = () => withPlatform((tx) => tx.onboarding.findUniqueOrThrow({ where: { userId } }));
    const first = await provisioned();
    expect(first.provisionedAt).toBeInstanceOf(Date);
    await write(observed(place, 2, { phase: "Degraded" }));
    await write(observed(place, 3, { phase: "Ready", timings: { readyAt: new Date(0).toISOString() } }));
    expect((await projectRow(place.projectId)).readyAt?.toISOString()).toBe(readyAt);
    expect((await provisioned()).provisionedAt).toEqual(first.provisionedAt);
  });

  test("shows its steps with state, time and the API server's words, and forgets those that are gone", async () => {
    const place = await makePlace(client);
    const startedAt = "2026-11-22T01:00:00.000Z";
    const quota = { kind: "ResourceQuota", name: "portico", state: "Applying", startedMs: 40, message: "" };
    await write(
      observed(place, 1, {
        phase: "Provisioning",
        timings: { startedAt },
        objects: [
          {
            kind: "Namespace",
            name: place.namespace,
            state: "Applied",
            startedMs: 5,
            durationMs: 9,
            attempt: 1,
          },
          quota,
        ],
      }),
    );
    await write(
      observed(place, 2, {
        phase: "Degraded",
        timings: { startedAt },
        objects: [{ ...quota, state: "Refused", attempt: 3, message: "denied by a webhook" }],
      }),
    );
    const steps = await stepsOf(place.projectId);
    expect(steps).toMatchObject([
      { kind: "ResourceQuota", position: 0, state: "Refused", attempt: 3, message: "denied by a webhook" },
    ]);
    expect(steps[0]?.startedAt?.toISOString()).toBe("2026-11-22T01:00:00.040Z");
  });

  test("seen twice is written once", async () => {
    const place = await makePlace(client);
    const seen = observed(place, 7, {
      phase: "Ready",
      objects: [{ kind: "Secret", name: "s", state: "Applied" }],
    });
    await write(seen);
    const before = await projectRow(place.projectId);
    await write(seen);
    expect(await projectRow(place.projectId)).toEqual(before);
  });

  const [now, later] = [new Date(), new Date(Date.now() + 1000)].map((at) => at.toISOString());
  const drift = (name: string, state: string, seenAt = now) => ({
    kind: "NetworkPolicy",
    name,
    fields: ["spec.egress"],
    manager: "kubectl-edit",
    operation: "Update",
    seenAt,
    state,
    message: state === "Refused" ? "a webhook said no" : "",
  });
  const driftOf = (projectId: string) =>
    withPlatform((tx) => tx.driftEvent.findMany({ where: { projectId }, orderBy: { id: "desc" } }));
  const auditOf = (projectId: string) =>
    withPlatform((tx) =>
      tx.auditEvent.findMany({ where: { projectId, action: "drift.repair" }, orderBy: { seq: "asc" } }),
    );

  const repair = (place: Place, name: string, seenAt?: string) =>
    `${place.namespace} ${JSON.stringify(drift(name, "Repaired", seenAt))}`;
  const writeRepair = (place: Place, ...repairs: string[]) =>
    withPlatform((tx) => writeRepairs(tx, repairs, () => place.tenant));

  test("keeps each repair once, in its drift and in the audit log, however often it is read", async () => {
    const place = await makePlace(client);
    const first = repair(place, "default-deny");
    await writeRepair(place, first);
    // As the next leader does after a crash: the object still says so.
    await writeRepair(place, first, repair(place, "allow-dns", later));
    await writeRepair(place, `${place.namespace} not an entry of ours`);
    await writeRepair(place, repair(place, "of-last-year", "2025-11-22T01:00:00.000Z"));
    await withPlatform((tx) => writeRepairs(tx, [repair(place, "foreign")], () => "somebody-else"));
    expect(await driftOf(place.projectId)).toMatchObject([
      { name: "allow-dns", state: "repaired" },
      { name: "default-deny", state: "repaired", manager: "kubectl-edit", fields: ["spec.egress"] },
    ]);
    expect(await auditOf(place.projectId)).toMatchObject([
      { targetName: "default-deny", actorKind: "system", via: "cluster", outcome: "allowed" },
      { targetName: "allow-dns" },
    ]);
  });

  test("has drift that could not be repaired as refused, until it could", async () => {
    const place = await makePlace(client);
    for (const [version, state] of ["Repairing", "Refused", "Refused"].entries())
      await write(observed(place, version + 1, { phase: "Degraded", drift: [drift("default-deny", state)] }));
    expect(await driftOf(place.projectId)).toMatchObject([
      { state: "refused", message: "a webhook said no" },
    ]);
    await writeRepair(place, repair(place, "default-deny"));
    // A status from before the repair that is read after it.
    await write(observed(place, 9, { phase: "Degraded", drift: [drift("default-deny", "Refused")] }));
    expect(await driftOf(place.projectId)).toMatchObject([{ state: "repaired", message: "" }]);
    expect(await auditOf(place.projectId)).toMatchObject([
      { outcome: "refused", detail: { message: "a webhook said no" } },
      { outcome: "allowed" },
    ]);
  });

  test("has drift of what is no longer wanted as settled", async () => {
    const place = await makePlace(client);
    await write(observed(place, 1, { phase: "Degraded", drift: [drift("default-deny", "Refused")] }));
    await write(observed(place, 2, { phase: "Ready", drift: [] }));
    expect(await driftOf(place.projectId)).toMatchObject([{ state: "repaired" }]);
  });

  test("whose deletion was asked for stays Deleting, whatever was true before, and ends when its resource is gone", async () => {
    const place = await makePlace(client);
    const session = await makeSession(client, place, { phase: "Running" });
    await write(
      observed(place, 1, { phase: "Ready", objects: [{ kind: "Secret", name: "s", state: "Applied" }] }),
    );
    await withPlatform((tx) =>
      tx.project.update({
        where: { id: place.projectId },
        data: { deletionRequestedAt: new Date(), phase: "Deleting", message: "asked" },
      }),
    );
    await write(observed(place, 2, { phase: "Ready", message: "still here" }));
    expect(await projectRow(place.projectId)).toMatchObject({ phase: "Deleting", message: "asked" });
    await withPlatform((tx) => projectsGone(tx, new Map([[place.namespace, `uid-${place.namespace}`]])));
    const row = await projectRow(place.projectId);
    expect(row.deletedAt).toBeInstanceOf(Date);
    expect(await stepsOf(place.projectId)).toEqual([]);
    expect(await sessionRow(session.id)).toMatchObject({ phase: "Stopped", logState: "lost" });
    await write(observed(place, 3, { phase: "Ready", message: "a late echo" }));
    expect(await projectRow(place.projectId)).toEqual(row);
  });

  test("deleted in the cluster, not in Portico, is asked for again", async () => {
    const place = await makePlace(client);
    await write(observed(place, 1, { phase: "Ready" }));
    const goneNow = () =>
      withPlatform((tx) => projectsGone(tx, new Map([[place.namespace, `uid-${place.namespace}`]])));
    const logged = await goneNow();
    expect(actionsOf(logged)).toEqual([
      ["projects.recreate", "system", "Portico", "cluster", place.namespace],
    ]);
    expect(await projectRow(place.projectId)).toMatchObject({
      phase: "Pending",
      deletedAt: null,
      resourceUid: null,
    });
    expect(await jobsFor(client, "projects.apply", place.projectId)).toHaveLength(1);
    expect(await goneNow(), "the same deletion").toEqual([]);
  });

  test("is not ended by news of an earlier incarnation's end", async () => {
    const place = await makePlace(client);
    await write(observed(place, 9, { phase: "Ready" }, { uid: "the-new-one" }));
    await withPlatform((tx) => projectsGone(tx, new Map([[place.namespace, "the-old-one"]])));
    expect(await projectRow(place.projectId)).toMatchObject({ phase: "Ready", resourceUid: "the-new-one" });
  });
});

test("a project's use of its quota follows the newest ResourceQuota", async () => {
  const place = await makePlace(client);
  const quota = (version: number, pods: string): ResourceQuota => ({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "portico", namespace: place.namespace, uid: "q", resourceVersion: String(version) },
    status: { hard: { pods: "30" }, used: { pods } },
  });
  for (const seen of [quota(10, "2"), quota(9, "1"), quota(100, "3"), quota(11, "7")])
    await withPlatform((tx) => writeQuotas(tx, [seen]));
  const row = await projectRow(place.projectId);
  expect(row.quota).toMatchObject({ hard: { pods: "30" }, used: { pods: "3" } });
});

describe("a session", () => {
  test("ends as its newest observation, and its log is asked for exactly once", async () => {
    const place = await makePlace(client);
    const { id, name } = await makeSession(client, place);
    const running = observedSession(place, name, 3, { phase: "Running", podName: "p-1" });
    const over = observedSession(place, name, 12, {
      phase: "Succeeded",
      completionTime: "2026-11-22T01:02:03Z",
      usage: { inputTokens: 8, outputTokens: 12, requests: 1, gpuSeconds: 0 },
      result: { reason: "", summary: "Hello.", exitCode: 0 },
    });
    await writeSession(over);
    await writeSession(running);
    await writeSession(over);
    expect(await sessionRow(id)).toMatchObject({
      phase: "Succeeded",
      outputTokens: 12n,
      resultSummary: "Hello.",
      exitCode: 0,
    });
    expect(await jobsFor(client, "sessions.keep-log", id)).toHaveLength(1);
  });

  test("that succeeds finishes the wizard that it belongs to", async () => {
    const place = await makePlace(client);
    const { userId } = await makeViewer(client);
    const { id, name } = await makeSession(client, place, { createdBy: userId });
    await withPlatform((tx) => tx.onboarding.create({ data: { userId, sessionId: id } }));
    await writeSession(observedSession(place, name, 3, { phase: "Succeeded" }));
    const onboarding = await withPlatform((tx) => tx.onboarding.findUniqueOrThrow({ where: { userId } }));
    expect(onboarding.finishedAt).toBeInstanceOf(Date);
  });

  test("made with kubectl appears once, with its words, and as nobody's: anybody can write a name into it", async () => {
    const place = await makePlace(client);
    const member = await makeViewer(client, uniqueName("m"));
    await join(client, member, { id: place.organizationId, slug: place.tenant }, "member");
    const name = uniqueName("k");
    const userContext = { userId: `oidc:${member.displayName}`, displayName: "" };
    const spec = { prompt: "Count to ten.\nSlowly.", userContext };
    const seen = observedSession(place, name, 1, { phase: "Running" }, { spec });
    const logged = [...(await writeSession(seen)), ...(await writeSession(seen))];
    expect(actionsOf(logged)).toEqual([["sessions.launch", "person", userContext.userId, "cluster", name]]);
    const requestOf = async (requestId: string) => {
      const annotations = { "portico.dev/request-id": requestId };
      const marked = observedSession(place, uniqueName("k"), 1, { phase: "Running" }, { spec });
      const [entry] = await writeSession({ ...marked, metadata: { ...marked.metadata, annotations } });
      return entry?.requestId;
    };
    expect(await requestOf("r-0123456789abcdef")).toBe("r-0123456789abcdef");
    expect(await requestOf("x".repeat(1000)), "not one of ours").toMatch(/^r-[0-9a-f]{16}$/);
    const rows = await withPlatform((tx) =>
      tx.agentSession.findMany({ where: { projectId: place.projectId, resourceName: name } }),
    );
    expect(rows).toMatchObject([
      { resourceName: name, origin: "cluster", title: "Count to ten.", phase: "Running", createdBy: null },
    ]);
  });

  test("has what it was given written down once for each credential, with an audit row, and keeps it after the credential goes", async () => {
    const place = await makePlace(client);
    const { organizationId, projectId } = place;
    const keep = (secretKey: string, of: string | null) =>
      withPlatform((tx) =>
        tx.credential.create({
          data: { organizationId, projectId: of, secretKey, kind: "jira", name: `of ${secretKey}` },
          select: { id: true },
        }),
      );
    const [own, hidden, shared] = [
      await keep("jira-api-token", projectId),
      // Of the same name: which of them it was, the Secret tells.
      await keep("jira-api-token", null),
      await keep("jira-api-token.shared", null),
    ];
    const { userId, displayName } = await makeViewer(client);
    const { id, name } = await makeSession(client, place, { createdBy: userId });
    const given = (key: string, secret: string) => ({
      ...{ name: key, kind: "jira", secret, handover: "environment", as: ["JIRA_API_TOKEN"] },
    });
    const seen = (version: number, phase: string) =>
      observedSession(place, name, version, {
        phase,
        credentials: [
          given("jira-api-token", "project-credentials"),
          given("jira-api-token.shared", "shared-credentials"),
          given("unknown", "project-credentials"),
        ],
        conditions: [
          {
            ...{ type: "Admitted", status: "True", reason: "Admitted", message: "" },
            lastTransitionTime: "2026-11-22T01:00:00Z",
          },
        ],
      });
    // An observer that is killed before the audit rows leaves no use either: both come with the next one.
    const killed = withPlatform(async (tx) => {
      expect(await writeSessions(tx, [seen(1, "Running")])).toHaveLength(3);
      throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    const logged = await writeSession(seen(2, "Running"));
    const as = (metadata: object) => {
      const other = seen(9, "Running");
      return { ...other, metadata: { ...other.metadata, ...metadata } };
    };
    // What another resource of its name says is nobody's; one that was made with kubectl counts like any.
    logged.push(...(await writeSession(as({ uid: "another" }))));
    logged.push(...(await writeSession(as({ name: uniqueName("k"), uid: "k" }))));
    for (const version of [10, 11]) logged.push(...(await writeSession(seen(version, "Succeeded"))));
    const uses = logged.filter(({ action }) => action === "credentials.use");
    const person = { kind: "person", userId, keyId: null, name: displayName, via: "cluster" };
    // Made with kubectl: the name that the cluster knows its maker by, who is nobody of ours.
    const there = { kind: "person", userId: null, name: "oidc:7f3c", via: "cluster" };
    const of = (actor: object, session: string) => [
      [actor, own.id, "of jira-api-token", session],
      [actor, shared.id, "of jira-api-token.shared", session],
      [actor, undefined, "unknown", session],
    ];
    expect(
      uses.map(({ actor, target, detail }) => [actor, target?.id, target?.name, detail?.session]),
    ).toEqual(expect.arrayContaining([...of(person, "A session"), ...of(there, "Say hello.")]));
    expect(uses).toHaveLength(6);
    // Of a key the log says which, and of a person's own whose it is; of a bot its name.
    const expiresAt = new Date(Date.now() + 3_600_000);
    const keyOf = (of: { kind: string; name: string; userId?: string; organizationRole?: string }) =>
      withPlatform((tx) =>
        tx.key.create({
          data: {
            ...of,
            organizationId,
            scopes: ["sessions:write"],
            expiresAt,
            secrets: secretOf(organizationId),
          },
        }),
      );
    const personal = await keyOf({ kind: "personal", name: "Laptop", userId });
    const service = await keyOf({ kind: "service", name: "Nightly", organizationRole: "member" });
    const actorsOf = async (by: {
      createdBy: string | null;
      createdByKey?: string;
      createdByBot?: string;
    }) => {
      const { name } = await makeSession(client, place, by);
      const written = await writeSession(as({ name, uid: `uid-${name}` }));
      return written.map(({ actor: { kind, userId, keyId, name } }) => ({ kind, userId, keyId, name }))[0];
    };
    expect(await actorsOf({ createdBy: userId, createdByKey: personal.id })).toEqual({
      ...{ kind: "key", userId, keyId: personal.id, name: displayName },
    });
    expect(await actorsOf({ createdBy: null, createdByKey: service.id })).toEqual({
      ...{ kind: "key", userId: null, keyId: service.id, name: "Nightly" },
    });
    const createdByBot = `system:serviceaccount:${place.namespace}:ci`;
    expect(await actorsOf({ createdBy: null, createdByBot })).toEqual({
      ...{ kind: "bot", userId: null, keyId: null, name: createdByBot },
    });
    // One that was deleted before anybody looked, too.
    const soon = as({ name: uniqueName("k"), uid: "soon" });
    const went = await withPlatform((tx) =>
      sessionsGone(tx, new Map([[`${place.namespace}/${soon.metadata.name}`, "soon"]]), [soon]),
    );
    expect(went.map(({ action }) => action)).toEqual([
      ...["sessions.launch", "credentials.use", "credentials.use", "credentials.use", "sessions.delete"],
    ]);
    const rows = () =>
      withPlatform((tx) =>
        tx.sessionCredential.findMany({
          where: { sessionId: id },
          orderBy: { secretKey: "asc" },
          select: { secretKey: true, credentialId: true, handover: true, usedAt: true },
        }),
      );
    const usedAt = new Date("2026-11-22T01:00:00Z");
    expect(await rows()).toEqual([
      { secretKey: "jira-api-token", credentialId: own.id, handover: "environment", usedAt },
      { secretKey: "jira-api-token.shared", credentialId: shared.id, handover: "environment", usedAt },
      { secretKey: "unknown", credentialId: null, handover: "environment", usedAt },
    ]);
    await withPlatform((tx) => tx.credential.deleteMany({ where: { id: { in: [own.id, hidden.id] } } }));
    expect((await rows()).map(({ credentialId }) => credentialId)).toEqual([null, shared.id, null]);
  });

  test("stopped with kubectl is in the audit log once; one that was stopped here is not there again", async () => {
    const place = await makePlace(client);
    const [there, here] = [await makeSession(client, place), await makeSession(client, place)];
    await withPlatform((tx) =>
      tx.agentSession.update({ where: { id: here.id }, data: { stopRequestedAt: new Date() } }),
    );
    const seen = (version: number) =>
      writeSession(
        ...[there, here].map(({ name }) =>
          observedSession(place, name, version, { phase: "Running" }, { spec: { stop: true } }),
        ),
      );
    const logged = [...(await seen(1)), ...(await seen(2))];
    expect(actionsOf(logged)).toEqual([["sessions.stop", "system", "kubectl", "cluster", there.name]]);
    expect((await sessionRow(there.id)).stopRequestedAt).toBeInstanceOf(Date);
  });

  test("whose resource vanished before its end has failed in words; one that had ended is left as it was", async () => {
    const place = await makePlace(client);
    const [running, over] = [await makeSession(client, place), await makeSession(client, place)];
    await writeSession(
      observedSession(place, running.name, 1, { phase: "Running", podName: "p" }),
      observedSession(place, over.name, 2, { phase: "Succeeded" }),
    );
    const goneNow = () =>
      withPlatform((tx) =>
        sessionsGone(
          tx,
          new Map([running, over].map(({ name }) => [`${place.namespace}/${name}`, `uid-${name}`] as const)),
        ),
      );
    const logged = [...(await goneNow()), ...(await goneNow())];
    expect(actionsOf(logged)).toEqual([["sessions.delete", "system", "kubectl", "cluster", running.name]]);
    expect(await sessionRow(running.id)).toMatchObject({ phase: "Failed", resultReason: "resource_gone" });
    expect((await sessionRow(running.id)).message).toMatch(/deleted in the cluster/);
    expect(await sessionRow(over.id)).toMatchObject({ phase: "Succeeded" });
  });

  test("that was refused is not brought to life by another resource of its name", async () => {
    const place = await makePlace(client);
    const { id, name } = await makeSession(client, place, { phase: "Failed" });
    await writeSession(observedSession(place, name, 1, { phase: "Running" }));
    expect(await sessionRow(id)).toMatchObject({ phase: "Failed" });
  });
});

describe("a credential's Secret", () => {
  const key = "anthropic-api-key";
  const secret = ({ namespace }: Pick<Place, "namespace">, manager: string | null, changeId: string) => ({
    metadata: {
      name: "project-credentials",
      namespace,
      annotations: { [`change.portico.dev/${key}`]: changeId },
      managedFields: manager
        ? [{ manager, time: "2026-11-22T10:00:00Z", fieldsV1: { "f:data": { [`f:${key}`]: {} } } }]
        : [],
    },
  });
  const look = async (found: Parameters<typeof writeOutside>[1][number]) => {
    const later: unknown[] = [];
    const entries = await withPlatform(async (tx) => {
      const outside = await writeOutside(tx, [found], (one) => later.push(one.metadata.namespace));
      await recordAll(tx, outside);
      return outside;
    });
    return { said: entries.map(({ action, detail }) => [action, detail?.what, detail?.manager]), later };
  };
  const add = (place: Pick<Place, "organizationId"> & { projectId: string | null }, updatedAt: Date) =>
    withPlatform((tx) =>
      tx.credential.create({
        data: {
          organizationId: place.organizationId,
          projectId: place.projectId,
          kind: "anthropic",
          name: "anthropic",
          secretKey: key,
          parts: [key],
          changeId: newId(),
          updatedAt,
        },
      }),
    );

  test("that others wrote marks it, once, until Portico writes it again", async () => {
    const place = await makePlace(database.app, "Ready");
    const { id, changeId } = await add(place, new Date());
    const row = () => withPlatform((tx) => tx.credential.findUniqueOrThrow({ where: { id } }));
    const at = (manager: string | null) => look(secret(place, manager, changeId ?? ""));
    expect(await at("portico-web")).toEqual({ said: [], later: [] });
    expect((await at("kubectl-edit")).said).toEqual([["credentials.outside", "changed", "kubectl-edit"]]);
    expect((await at("kubectl-edit")).said).toEqual([]);
    expect(await row()).toMatchObject({
      outsideBy: "kubectl-edit",
      outsideAt: new Date("2026-11-22T10:00:00Z"),
    });
    expect((await at(null)).said).toEqual([["credentials.outside", "removed", ""]]);
    expect((await at("portico-web")).said).toEqual([]);
    expect(await row()).toMatchObject({ outsideAt: null, outsideBy: null, outsideWhat: null });
  });

  test("of an organization is looked at too, and one that is gone altogether", async () => {
    const { organizationId } = await makePlace(database.app, "Ready");
    const { slug } = await withPlatform((tx) =>
      tx.organization.findUniqueOrThrow({ where: { id: organizationId } }),
    );
    const { changeId } = await add({ organizationId, projectId: null }, new Date(Date.now() - 61_000));
    const at = (manager: string | null) => {
      const found = secret({ namespace: "portico-credentials" }, manager, changeId ?? "");
      return look({ metadata: { ...found.metadata, name: slug } });
    };
    expect((await at("portico-web")).said).toEqual([]);
    const said = ["organization-credentials.outside", "changed", "kubectl-edit"];
    expect([(await at("kubectl-edit")).said, (await at("kubectl-edit")).said]).toEqual([[said], []]);
    const gone = { metadata: { namespace: "portico-credentials", name: slug } };
    expect((await look(gone)).said).toEqual([["organization-credentials.outside", "removed", ""]]);
    // A project's namespace may have any name, an organization's too: one is not taken for the other.
    expect((await look({ metadata: { namespace: slug, name: "project-credentials" } })).said).toEqual([]);
  });

  test("that Portico itself is changing is looked at when that is known", async () => {
    const place = await makePlace(database.app, "Ready");
    const { organizationId, projectId } = place;
    const { changeId } = await add(place, new Date(0));
    const gone = () => look(secret(place, null, changeId ?? ""));
    const change = {
      id: newId(),
      organizationId,
      projectId,
      secretKey: key,
      kind: "anthropic",
      name: "anthropic",
    };
    await withPlatform((tx) => tx.credentialChange.create({ data: { ...change, what: "removal" } }));
    expect(await gone()).toEqual({ said: [], later: [place.namespace] });
    await withPlatform((tx) => tx.credentialChange.delete({ where: { id: change.id } }));
    expect((await gone()).said).toEqual([["credentials.outside", "removed", ""]]);
  });

  test("of which the watch is behind what Portico wrote is looked at later", async () => {
    const place = await makePlace(database.app, "Ready");
    await add(place, new Date());
    expect(await look(secret(place, null, newId()))).toEqual({ said: [], later: [place.namespace] });
    const old = await makePlace(database.app, "Ready");
    await add(old, new Date(Date.now() - 61_000));
    expect((await look(secret(old, null, newId()))).said).toEqual([["credentials.outside", "removed", ""]]);
  });
});

describe("a credential that is fetched", () => {
  test("is told of when its store stops delivering: again only after it did and a day later; not one that is put away", async () => {
    const place = await makePlace(database.app, "Ready");
    const admin = await makeViewer(database.app);
    await join(
      database.app,
      admin,
      { id: place.organizationId, slug: place.tenant },
      "admin",
      place.projectId,
    );
    const add = (name: string, disabledAt: Date | null = null) =>
      withPlatform((tx) =>
        tx.credential.create({
          data: {
            ...{
              organizationId: place.organizationId,
              projectId: place.projectId,
              source: "external",
              external: {},
            },
            ...{ kind: "jira", name, secretKey: `jira-api-token.${name}`, disabledAt },
          },
        }),
      );
    await add("Fetched");
    await add("off", new Date());
    let now = Math.floor(Date.now() / 1000) * 1000;
    const said = (name: string, status: "True" | "False", message = "") => ({
      // Its own name is not the credential's.
      metadata: { name: "credential-0123456789ab", namespace: place.namespace },
      spec: { data: [{ secretKey: `jira-api-token.${name}` }, { secretKey: "jira-webhook-secret" }] },
      status: {
        conditions: [
          {
            ...{ type: "Ready", status, reason: "SecretSyncedError", message },
            lastTransitionTime: new Date(now).toISOString(),
          },
        ],
      },
    });
    const told = async (...seen: ReturnType<typeof said>[]) => {
      await withPlatform((tx) => writeFetched(tx, seen as never, new Date(now)));
      await withPlatform((tx) => tellStoppedAgain(tx, new Date(now)));
      const mails = await withPlatform((tx) =>
        tx.email.findMany({ where: { organizationId: place.organizationId }, orderBy: { id: "asc" } }),
      );
      return mails.map(({ template, params }) => [template, (params as { name: string }).name]);
    };
    const one = ["credentialUnfetched", "Fetched"];
    // What never came was nobody's loss yet, and its page says so.
    expect(await told(said("Fetched", "False"))).toEqual([]);
    expect(await told(said("Fetched", "True"), said("off", "True"))).toEqual([]);
    expect(await told(said("Fetched", "False"), said("off", "False"))).toEqual([one]);
    expect(await told(said("Fetched", "False", "still not"))).toEqual([one]);
    // A store that comes and goes is not told of each time.
    now += 23 * 3_600_000;
    expect(await told(said("Fetched", "True"))).toEqual([one]);
    expect(await told(said("Fetched", "False"))).toEqual([one]);
    now += 3_600_000;
    expect(await told(said("Fetched", "True"))).toEqual([one]);
    expect(await told(said("Fetched", "False"))).toEqual([one, one]);
    // One that stops within the day and stays so is told of when that day is over, once.
    now += 3_600_000;
    expect(await told(said("Fetched", "True"))).toEqual([one, one]);
    expect(await told(said("Fetched", "False"))).toEqual([one, one]);
    now += 23 * 3_600_000;
    expect(await told()).toEqual([one, one, one]);
    now += 48 * 3_600_000;
    expect(await told()).toEqual([one, one, one]);
  });

  test("of an organization is known by its Tenant: all have theirs in one namespace", async () => {
    const places = [await makePlace(database.app, "Ready"), await makePlace(database.app, "Ready")];
    const add = ({ organizationId }: (typeof places)[number]) =>
      withPlatform((tx) =>
        tx.credential.create({
          data: {
            ...{ organizationId, kind: "jira", name: "jira", secretKey: "jira-api-token" },
            ...{ source: "external", external: {} },
          },
        }),
      );
    const rows = [await add(places[0]!), await add(places[1]!)];
    const seen = {
      metadata: {
        ...{ name: "x", namespace: "portico-credentials" },
        labels: { "portico.dev/tenant": places[0]!.tenant },
      },
      spec: { data: [{ secretKey: "jira-api-token" }] },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    };
    await withPlatform((tx) => writeFetched(tx, [seen] as unknown as Parameters<typeof writeFetched>[1]));
    const syncOf = ({ id }: { id: string }) =>
      withPlatform((tx) => tx.credential.findUniqueOrThrow({ where: { id } })).then(({ sync }) => sync);
    expect([await syncOf(rows[0]!), await syncOf(rows[1]!)]).toMatchObject([{ ready: true }, null]);
  });
});
