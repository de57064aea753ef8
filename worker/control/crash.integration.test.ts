import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { API_VERSION, FINALIZER } from "#lib/domain/clusters/contract/meta.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { leases, namespaces, type Resource, roleBindings, secrets } from "#lib/infra/kube/objects.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { installCluster, mintKubeconfig } from "#scripts/install-cluster.ts";
import { jobs, pods } from "./session/objects.ts";
import { admin as adminClient, exclusively, unique, until } from "./testing/world.ts";

let admin: KubeClient;
let release: () => Promise<void>;
let provider: ProviderStandIn;
let dir: string;
let kubeconfig: string;
const tenant = unique("acme");
/** What the tenant shares with those of its projects that name it. */
const source = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    ...organizationSecret(tenant),
    annotations: {
      [credentialAnnotation("anthropic-api-key")]: JSON.stringify({
        kind: "anthropic",
        name: "anthropic",
        keys: { "api-key": "anthropic-api-key" },
      }),
    },
  },
  data: { "anthropic-api-key": Buffer.from("sk-ant-shared").toString("base64") },
};
let running: ChildProcess | undefined;

beforeAll(async () => {
  admin = adminClient();
  await installCluster(admin);
  release = await exclusively(admin);
  provider = await startProviderStandIn();
  dir = await mkdtemp(join(tmpdir(), "portico-crash-"));
  kubeconfig = join(dir, "kubeconfig");
  await writeFile(kubeconfig, await mintKubeconfig(admin, "portico-worker", 3600), { mode: 0o600 });
  await admin.create(secrets, source);
  const spec = { displayName: "Acme" };
  await admin.create(tenantResource, {
    apiVersion: API_VERSION,
    kind: "Tenant",
    metadata: { name: tenant },
    ...{ spec },
  });
}, 300_000);
afterAll(async () => {
  if (running?.exitCode === null) {
    const gone = once(running, "exit");
    running.kill("SIGTERM");
    await gone;
  }
  await admin.delete(tenantResource, { name: tenant });
  await admin.delete(secrets, source.metadata);
  await provider.close();
  await release();
  admin.close();
  await rm(dir, { recursive: true, force: true });
});

/** Starts a controller of its own that dies where it is told. The dead one's Lease is as good as over: nobody waits for it. */
async function controller(failpoints = ""): Promise<{ exit: Promise<number | null> }> {
  await admin.delete(leases, { namespace: "portico-system", name: "portico-worker" });
  const child = spawn(process.execPath, [join(import.meta.dirname, "testing", "process.ts")], {
    stdio: "ignore",
    env: {
      ...process.env,
      PORTICO_KUBECONFIG: kubeconfig,
      PORTICO_RUNNER_IMAGE: "portico-runner:test",
      PORTICO_ANTHROPIC_URL: provider.url,
      PORTICO_FAILPOINTS: failpoints,
    },
  });
  running = child;
  return { exit: once(child, "exit").then(([code]) => code as number | null) };
}

interface Status {
  status?: { phase?: string; message?: string; credentials?: { name: string }[] };
}
const phaseOf = async (name: string) =>
  (await admin.get<Status>(projectResource as never, { name }))?.status?.phase;

async function makeProject(name = unique("p"), sharedCredentials: object[] = []): Promise<string> {
  const spec = {
    displayName: name,
    tenantRef: { name: tenant },
    namespace: name,
    subjects: { editor: [{ kind: "User", name: "oidc:e" }] },
    sharedCredentials,
  };
  await admin.create(projectResource, {
    apiVersion: API_VERSION,
    kind: "Project",
    metadata: { name, finalizers: [FINALIZER] },
    ...{ spec },
  });
  return name;
}

const rights = async (name: string) => (await admin.list(roleBindings, { namespace: name })).items.length;
const uidOf = async (name: string) => (await admin.get(namespaces, { name }))?.metadata.uid;
const isReady = (name: string) => until(`${name} is Ready`, async () => (await phaseOf(name)) === "Ready");

async function makeSession(session: { namespace: string; name: string }): Promise<void> {
  const { namespace } = session;
  await admin.create(agenticSessionResource, {
    apiVersion: API_VERSION,
    kind: "AgenticSession",
    metadata: session,
    ...{
      spec: {
        prompt: "Say hello.",
        projectRef: { name: namespace, namespace },
        userContext: { userId: "oidc:e" },
        agent: { model: "claude-sonnet-4-5" },
        credentialRefs: [{ name: "anthropic-api-key" }],
      },
    },
  });
}

// Each controller takes up what the one before left, and is killed itself at the next place; the last one ends everything.
describe("a controller that is killed", () => {
  const projects: { name: string; uid: string | undefined }[] = [];
  const sessions: { namespace: string; name: string }[] = [];
  const sharing: string[] = [];
  let going = "";

  test.each(["namespace", "guards", "rights"])(
    "after the phase %s has made that phase and no more",
    async (phase) => {
      const name = unique("p");
      const { exit } = await controller(`project.after.${phase}@${name}`);
      await makeProject(name);
      expect(await exit).toBe(137);
      expect(await phaseOf(name)).not.toBe("Ready");
      expect(await rights(name)).toBe(phase === "rights" ? 4 : 0);
      projects.push({ name, uid: await uidOf(name) });
    },
  );

  test.each(["read", "written"])(
    "at project.shared.%s leaves a copy that the next one ends",
    async (place) => {
      const name = unique("p");
      const { exit } = await controller(`project.shared.${place}@${name}`);
      await makeProject(name, [{ name: "anthropic-api-key" }]);
      expect(await exit).toBe(137);
      projects.push({ name, uid: await uidOf(name) });
      sharing.push(name);
    },
  );

  test("while it takes a project down leaves it on its way", async () => {
    going = unique("p");
    const { exit } = await controller(`project.after.teardown@${going}`);
    await makeProject(going);
    await isReady(going);
    await admin.delete(projectResource, { name: going });
    expect(await exit).toBe(137);
  });

  test.each(["session.after.job", "session.after.Running"])(
    "at %s leaves a session that is not over",
    async (place) => {
      const { name } = projects[0]!;
      const session = { namespace: name, name: unique("s") };
      const { exit } = await controller(`${place}@${name}/${session.name}`);
      await isReady(name);
      const data = { "anthropic-api-key": Buffer.from("sk-ant-demo-abcd").toString("base64") };
      const { annotations } = source.metadata;
      const own = { namespace: name, name: "project-credentials" };
      await admin.patch(secrets, own, { metadata: { annotations }, data });
      await makeSession(session);
      sessions.push(session);
      expect(await exit).toBe(137);
    },
  );

  test("leaves what the next one ends: each project made once, each session run once, what went is gone", async () => {
    await controller();
    for (const { name, uid } of projects) {
      await isReady(name);
      expect([await uidOf(name), await rights(name)]).toEqual([uid, 4]);
    }
    for (const namespace of sharing) {
      const found = await admin.get<{ data?: object }>(secrets as never, {
        namespace,
        name: "shared-credentials",
      });
      expect(found?.data).toEqual(source.data);
    }
    const { name: namespace } = projects[0]!;
    for (const session of sessions)
      await until(
        `${session.name} has succeeded`,
        async () =>
          (await admin.get<Status>(agenticSessionResource as never, session))?.status?.phase === "Succeeded",
      );
    // What each was given is told by its Job, though the one who made it never said so.
    for (const session of sessions)
      expect(
        (await admin.get<Status>(agenticSessionResource as never, session))?.status?.credentials,
      ).toMatchObject([{ name: "anthropic-api-key", handover: "file" }]);
    for (const resource of [jobs, pods])
      expect((await admin.list(resource as Resource, { namespace })).items).toHaveLength(sessions.length);
    await until("it is gone", async () => !(await admin.get(projectResource as never, { name: going })));
    expect(await admin.get(namespaces, { name: going })).toBeUndefined();
    for (const { name } of projects) {
      await admin.delete(projectResource, { name });
      await admin.patch(projectResource, { name }, { metadata: { finalizers: null } }).catch(() => {});
      await admin.delete(namespaces, { name });
    }
  });
});
