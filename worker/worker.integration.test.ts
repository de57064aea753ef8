import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrismaClient } from "#generated/client.ts";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { askForTest } from "#lib/domain/credentials/life.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { requestDeletion } from "#lib/domain/projects/mutations.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { enqueue, stopSending } from "#lib/infra/jobs/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import { leases, networkPolicies, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { startTcpProxy, type TcpProxy } from "#lib/infra/kube/testing/tcp-proxy.ts";
import { ensureDatabase, freePort, type RunningPostgres, startPostgres } from "#scripts/demo/postgres.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { installCluster, mintKubeconfig } from "#scripts/install-cluster.ts";
import { migrate } from "#scripts/migrate.ts";
import { uniqueName } from "#test/world.ts";
import { admin, exclusively, until } from "./control/testing/world.ts";
import { jobsFor, makePlace, makeSession, type Place } from "./testing/rows.ts";
import { startWorker, type WorkerProcess } from "./testing/worker-process.ts";

// A Postgres of its own, which may be restarted; the shared cluster through a proxy, which may be cut.
let dir: string;
let postgres: RunningPostgres;
let client: PrismaClient;
let cluster: KubeClient;
let release: () => Promise<void>;
let proxy: TcpProxy;
let provider: ProviderStandIn;
let environment: Record<string, string>;
let healthPort: number;
/** Left running from one test to the next, unless a test ends it. */
let worker: WorkerProcess | undefined;
const made: Place[] = [];

const urlAs = (role: string) => {
  const url = new URL(postgres.databaseUrl);
  Object.assign(url, { username: `portico_${role}`, password: role });
  return url.href;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "portico-worker-"));
  await import("node:fs/promises").then(({ chmod }) => chmod(dir, 0o755));
  postgres = await startPostgres(join(dir, "postgres"));
  await ensureDatabase(postgres.databaseUrl);
  await migrate(postgres.databaseUrl, { app: "app", worker: "worker" });
  process.env.PORTICO_DATABASE_URL = urlAs("app");
  client = createClient(urlAs("app"), 5);
  cluster = admin();
  await installCluster(cluster);
  release = await exclusively(cluster);
  proxy = await startTcpProxy(cluster.transport.server);
  const kubeconfig = join(dir, "worker.kubeconfig");
  const minted = await mintKubeconfig(cluster, "portico-worker", 3600);
  await writeFile(kubeconfig, minted.replace(cluster.transport.server.host, `127.0.0.1:${proxy.port}`));
  provider = await startProviderStandIn();
  healthPort = await freePort();
  environment = {
    PORTICO_DATABASE_URL: urlAs("worker"),
    PORTICO_KUBECONFIG: kubeconfig,
    PORTICO_RUNNER_IMAGE: "portico-runner:test",
    PORTICO_AUDIT_KEYS: JSON.stringify([{ id: "test", secret: "k".repeat(32) }]),
    PORTICO_LOG_LEVEL: "warn",
    PORTICO_ANTHROPIC_URL: provider.url,
  };
});
afterAll(async () => {
  await stop();
  for (const { namespace: name } of made) {
    await cluster.patch(projectResource, { name }, { metadata: { finalizers: null } }).catch(() => {});
    await cluster.delete(projectResource, { name });
  }
  await proxy.close();
  await provider.close();
  await release();
  cluster.close();
  await stopSending();
  await client.$disconnect();
  await postgres.stop();
  await rm(dir, { recursive: true, force: true });
});

const start = () => {
  worker ??= startWorker({ ...environment, PORTICO_HEALTH_PORT: String(healthPort) });
  return worker;
};
/** Asks the worker that `start` started about its health. */
const ask = (path: string) => fetch(`http://127.0.0.1:${healthPort}${path}`);
const stop = async () => {
  const code = await worker?.stop();
  worker = undefined;
  return code;
};
/** Has a worker of its own killed at a place, while it does what `ask` asks for. The job is then nobody's for a while. */
async function killAt<T>(failpoint: string, ask: () => Promise<T>): Promise<T> {
  await stop();
  const killed = startWorker({ ...environment, PORTICO_FAILPOINTS: failpoint });
  const asked = await ask();
  expect(await killed.ended).toBe(137);
  return asked;
}
/** As if the dead worker had been silent for long already: its jobs and its Lease are free. One test waits for real. */
async function passTime(): Promise<void> {
  const owner = new pg.Client({ connectionString: postgres.databaseUrl });
  await owner.connect();
  await owner.query(
    "update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null where state = 'active'",
  );
  await owner.end();
  await cluster.delete(leases, { namespace: "portico-system", name: "portico-worker" });
}

/** A project that is asked for, as the portal asks. */
async function askForProject(): Promise<Place> {
  const place = await makePlace(client);
  made.push(place);
  await withTenant(place, (tx) => enqueue(tx, projectJobs.apply, place), client);
  return place;
}
const projectRow = (place: Place) =>
  withPlatform((tx) => tx.project.findUniqueOrThrow({ where: { id: place.projectId } }), client);
const isReady = (place: Place, ms = 45_000) =>
  until("the project is Ready", async () => (await projectRow(place)).phase === "Ready", ms);
const readyProject = async () => {
  const place = await askForProject();
  await isReady(place);
  return place;
};
const jobState = async (projectId: string) => {
  const [job] = await withPlatform(
    (tx) => tx.$queryRaw<{ state: string }[]>`
      select state::text as state from pgboss.job where data ->> 'projectId' = ${projectId}`,
    client,
  );
  return job?.state;
};
const resourceOf = (place: Place) =>
  cluster.get<Project>(projectResource as Resource<Project>, { name: place.namespace });

async function askForSession(place: Place): Promise<{ id: string; name: string }> {
  const session = await makeSession(client, place);
  const key = { organizationId: place.organizationId, sessionId: session.id };
  await withTenant(place, (tx) => enqueue(tx, sessionJobs.apply, key), client);
  return session;
}
/** A credential whose value stands in its project's Secret, with a test that is asked for; another one is cut off as it is asked for. */
async function askForCredentialTest({ organizationId, projectId, namespace }: Place): Promise<string> {
  const secretKey = "anthropic-api-key";
  const data = { [secretKey]: Buffer.from("sk-ant-demo-right").toString("base64") };
  await cluster.patch(secrets, { namespace, name: "project-credentials" }, { data });
  const { id } = await withPlatform(
    (tx) =>
      tx.credential.create({
        data: {
          ...{ organizationId, projectId, kind: "anthropic", name: "anthropic" },
          ...{ secretKey, parts: [secretKey] },
        },
      }),
    client,
  );
  const cutOff = withTenant(
    { organizationId },
    async (tx) => {
      await askForTest(tx, id, null);
      throw new Error("killed");
    },
    client,
  );
  await expect(cutOff).rejects.toThrow("killed");
  expect([(await credentialRow(id)).testId, await jobsFor(client, "credentials.test", id)]).toEqual([
    null,
    [],
  ]);
  await withTenant({ organizationId }, (tx) => askForTest(tx, id, null), client);
  return id;
}
const credentialRow = (id: string) =>
  withPlatform((tx) => tx.credential.findUniqueOrThrow({ where: { id } }), client);
const sessionRow = (id: string) =>
  withPlatform((tx) => tx.agentSession.findUniqueOrThrow({ where: { id }, include: { log: true } }), client);
const askForDeletion = async (place: Place) => {
  const { slug } = await projectRow(place);
  await withTenant(place, (tx) => requestDeletion(tx, { ...place, requestId: "r" }, slug), client);
};
const isGone = (place: Place) =>
  until("the project is gone", async () => (await projectRow(place)).deletedAt !== null, 45_000);

describe.concurrent("beside a worker that runs", () => {
  beforeAll(async () => {
    start();
    await until("it is ready", () =>
      ask("/readyz")
        .then((answer) => answer.ok)
        .catch(() => false),
    );
  });

  test("a wrong setting stops the start of another with one line that names it", async () => {
    const wrong = startWorker({ ...environment, PORTICO_JOB_CONCURRENCY: "many" });
    expect(await wrong.ended).toBe(2);
    expect(wrong.output().trim().split("\n")).toEqual([
      expect.stringContaining("PORTICO_JOB_CONCURRENCY is not valid"),
    ]);
  });

  test("/metrics says what the watches, calls and jobs have done", async () => {
    expect((await ask("/healthz")).status).toBe(200);
    const metrics = await (await ask("/metrics")).text();
    for (const line of [
      /^portico_watch_count\{kind="Project",what="lists"\} 1$/m,
      /^portico_api_calls\{caller="lease"/m,
    ])
      expect(metrics).toMatch(line);
  });

  test("a project that was asked for becomes Ready in Postgres, with every step applied and its quota read", async () => {
    const place = await readyProject();
    const steps = await withPlatform(
      (tx) =>
        tx.provisioningStep.findMany({
          where: { projectId: place.projectId },
          orderBy: { position: "asc" },
        }),
      client,
    );
    expect(steps[0]).toMatchObject({ kind: "Namespace", name: place.namespace });
    expect(steps.every((step) => step.state === "Applied")).toBe(true);
    await until("the quota is read", async () => (await projectRow(place)).quota !== null);
    expect((await projectRow(place)).namespaceUid).toBeTruthy();
  });

  test("a session runs to its end, and its kept log is the pod's log", async () => {
    const place = await readyProject();
    const { id } = await askForSession(place);
    const ended = await until("the log is kept", async () => {
      const row = await sessionRow(id);
      return row.logState === "live" ? undefined : row;
    });
    // Without a credential the runner ends at once and says why.
    expect(ended).toMatchObject({
      phase: "Failed",
      exitCode: 2,
      resultReason: "credential_missing",
      logState: "kept",
    });
    const lines: string[] = [];
    const pod = {
      namespace: place.namespace,
      pod: ended.podName ?? "",
      container: "runner",
      follow: false,
    };
    for await (const { text } of followLogs(cluster, pod)) lines.push(`${text}\n`);
    expect(lines.length).toBeGreaterThan(0);
    expect(ended.log?.text).toBe(lines.join(""));
  });

  test("a session made with kubectl appears in the portal and is followed to its end", async () => {
    const place = await readyProject();
    const name = uniqueName("k");
    await cluster.create(agenticSessionResource, {
      apiVersion: agenticSessionResource.apiVersion,
      kind: "AgenticSession",
      metadata: { name, namespace: place.namespace },
      ...{
        spec: {
          prompt: "From the command line.",
          projectRef: { name: place.namespace, namespace: place.namespace },
          userContext: { userId: "someone" },
          agent: { model: "claude-sonnet-4-5" },
        },
      },
    });
    const row = await until("it has ended in its row", async () =>
      withPlatform(
        (tx) =>
          tx.agentSession.findFirst({
            where: { projectId: place.projectId, resourceName: name, phase: "Failed" },
          }),
        client,
      ).then((found) => found ?? undefined),
    );
    expect(row).toMatchObject({ origin: "cluster", title: "From the command line." });
  });

  test("a repair is in the project's drift and in the audit log, with who made it necessary", async () => {
    const place = await readyProject();
    const ref = { namespace: place.namespace, name: "default-deny" };
    await cluster.patch(networkPolicies, ref, { spec: { ingress: [{}] } }, { fieldManager: "mallory" });
    const where = { projectId: place.projectId };
    const [drift] = await until("it is kept", async () => {
      const rows = await withPlatform((tx) => tx.driftEvent.findMany({ where }), client);
      return rows.length > 0 && rows;
    });
    expect(drift).toMatchObject({ kind: "NetworkPolicy", manager: "mallory", state: "repaired" });
    const audit = await withPlatform(
      (tx) => tx.auditEvent.findMany({ where: { ...where, action: "drift.repair" } }),
      client,
    );
    expect(audit).toMatchObject([{ targetName: "default-deny" }]);
  });

  test("a project deleted in the cluster, not in Portico, is made again", async () => {
    const place = await readyProject();
    const before = await resourceOf(place);
    await cluster.delete(projectResource, { name: place.namespace });
    await until(
      "it is another resource",
      async () => {
        const now = await resourceOf(place);
        return now && now.metadata.uid !== before?.metadata.uid;
      },
      45_000,
    );
    await isReady(place);
  });

  test("deletion comes to its end, with the namespace, its resource and its row", async () => {
    const place = await readyProject();
    await askForDeletion(place);
    await isGone(place);
    expect(await resourceOf(place)).toBeUndefined();
  });
});

test("a worker that is asked to stop ends well and gives its Lease back at once, and the next one sees what went meanwhile", async () => {
  start();
  const place = await readyProject();
  const lease = () => cluster.get(leases, { namespace: "portico-system", name: "portico-worker" });
  expect((await lease())?.spec?.holderIdentity).toBeTruthy();
  expect(await stop()).toBe(0);
  expect((await lease())?.spec?.holderIdentity).toBeFalsy();
  await withPlatform(
    (tx) =>
      tx.project.update({
        where: { id: place.projectId },
        // Older than a job's way takes: there is none on its way.
        data: {
          deletionRequestedAt: new Date(),
          phase: "Deleting",
          createdAt: new Date(Date.now() - 3_600_000),
        },
      }),
    client,
  );
  await cluster.patch(projectResource, { name: place.namespace }, { metadata: { finalizers: null } });
  await cluster.delete(projectResource, { name: place.namespace });
  start();
  await isGone(place);
});

describe("a worker killed", { timeout: 120_000 }, () => {
  test("by SIGKILL in the middle of a job leaves it to another within 30 s", async () => {
    start();
    await readyProject();
    // The job cannot end: the API server is silent.
    proxy.freeze();
    const place = await askForProject();
    await until("the job runs", async () => (await jobState(place.projectId)) === "active");
    await worker?.kill();
    worker = undefined;
    proxy.restore();
    start();
    await isReady(place, 30_000);
  });

  test("after it wrote, before it could say so, has made a project once, run its session once, tested its credential once, and deleted it", async () => {
    const place = await killAt("dispatch.project-apply.after", askForProject);
    const { id } = await killAt("dispatch.session-apply.after", async () => {
      await passTime();
      await isReady(place);
      expect((await resourceOf(place))?.metadata.generation).toBe(1);
      return askForSession(place);
    });
    const credentialId = await killAt("dispatch.credential-test.made", async () => {
      await passTime();
      return askForCredentialTest(place);
    });
    await killAt("dispatch.project-remove.after", async () => {
      await passTime();
      await until("the log is kept", async () => (await sessionRow(id)).logState === "kept");
      const path = `/apis/batch/v1/namespaces/${place.namespace}/jobs`;
      const jobs = await cluster.request<{ items: unknown[] }>("GET", path);
      expect(jobs.items).toHaveLength(1);
      expect((await sessionRow(id)).log?.text).toContain("credential_missing");
      await until("the test is over", async () => (await credentialRow(credentialId)).testId === null);
      expect(await credentialRow(credentialId)).toMatchObject({ testPassed: true, testCause: null });
      const tested = { targetId: credentialId, action: "credentials.tested" };
      expect(await withPlatform((tx) => tx.auditEvent.count({ where: tested }), client)).toBe(1);
      await askForDeletion(place);
    });
    await passTime();
    start();
    await isGone(place);
  });
});

describe("the worker outlives", () => {
  test("an outage of Postgres in the middle of provisioning, and says meanwhile what is not in order", async () => {
    const running = start();
    await readyProject();
    const places = await Promise.all(Array.from({ length: 4 }, askForProject));
    await postgres.stop();
    await until(
      "it says so",
      async () => (await (await ask("/readyz")).text()) === "the database does not answer\n",
    );
    await postgres.restart();
    for (const place of places) await isReady(place);
    await until("it is ready again", () => ask("/readyz").then((answer) => answer.ok));
    await stopSending();
    await isReady(await askForProject());
    expect(running.output()).not.toContain('"msg":"unhandled rejection"');
  });

  test("an API server that is away while jobs are dispatched, and goes on when it is back", async () => {
    start();
    await readyProject();
    proxy.cut();
    const place = await askForProject();
    await until("the job was tried", async () => (await jobState(place.projectId)) === "retry");
    expect(await projectRow(place)).toMatchObject({ phase: "Pending" });
    proxy.restore();
    await isReady(place);
  });

  test("a start before its database", async () => {
    await stop();
    await postgres.stop();
    const waiting = start();
    await until("it has tried", () => waiting.output().includes("jobs could not be started"));
    await postgres.restart();
    await stopSending();
    await isReady(await askForProject());
  });
});
