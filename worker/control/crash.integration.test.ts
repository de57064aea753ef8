import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { API_VERSION, FINALIZER } from "#lib/domain/clusters/contract/meta.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { namespaces, roleBindings, secrets } from "#lib/infra/kube/objects.ts";
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
let running: ChildProcess | undefined;

beforeAll(async () => {
  admin = adminClient();
  await installCluster(admin);
  release = await exclusively(admin);
  provider = await startProviderStandIn();
  dir = await mkdtemp(join(tmpdir(), "portico-crash-"));
  kubeconfig = join(dir, "kubeconfig");
  await writeFile(kubeconfig, await mintKubeconfig(admin, "portico-worker", 3600), { mode: 0o600 });
  const spec = { displayName: "Acme" };
  await admin.create(tenantResource, {
    apiVersion: API_VERSION,
    kind: "Tenant",
    metadata: { name: tenant },
    ...{ spec },
  });
}, 300_000);
afterEach(async () => {
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  const gone = once(running, "exit");
  running.kill("SIGTERM");
  await gone;
});
afterAll(async () => {
  await admin.delete(tenantResource, { name: tenant });
  await provider.close();
  await release();
  admin.close();
  await rm(dir, { recursive: true, force: true });
});

/** Starts a controller of its own that dies where it is told. */
function controller(failpoints = ""): { process: ChildProcess; exit: Promise<number | null> } {
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
  return { process: child, exit: once(child, "exit").then(([code]) => code as number | null) };
}

interface Status {
  status?: { phase?: string; message?: string };
}
const phaseOf = async (name: string) =>
  (await admin.get<Status>(projectResource as never, { name }))?.status?.phase;

async function makeProject(name = unique("p")): Promise<string> {
  const spec = {
    displayName: name,
    tenantRef: { name: tenant },
    namespace: name,
    subjects: { editor: [{ kind: "User", name: "oidc:e" }] },
  };
  await admin.create(projectResource, {
    apiVersion: API_VERSION,
    kind: "Project",
    metadata: { name, finalizers: [FINALIZER] },
    ...{ spec },
  });
  return name;
}

async function remove(name: string): Promise<void> {
  await admin.delete(projectResource, { name });
  await admin.patch(projectResource, { name }, { metadata: { finalizers: null } }).catch(() => {});
  await admin.delete(namespaces, { name });
}

describe("a controller that is killed", () => {
  test.each(["namespace", "guards", "rights"])(
    "after the phase %s leaves a project that the next one finishes",
    async (phase) => {
      const name = unique("p");
      const first = controller(`project.after.${phase}@${name}`);
      await makeProject(name);
      expect(await first.exit).toBe(137);
      const rights = async () => (await admin.list(roleBindings, { namespace: name })).items.length;
      expect(await phaseOf(name)).not.toBe("Ready");
      expect(await rights()).toBe(phase === "rights" ? 4 : 0);
      const uid = (await admin.get(namespaces, { name }))?.metadata.uid;

      controller();
      await until("it is Ready", async () => (await phaseOf(name)) === "Ready");
      expect((await admin.get(namespaces, { name }))?.metadata.uid).toBe(uid);
      expect(await rights()).toBe(4);
      await remove(name);
    },
  );

  test("while it takes a project down leaves it to the next one", async () => {
    const name = await makeProject();
    const first = controller(`project.after.teardown@${name}`);
    await until("it is Ready", async () => (await phaseOf(name)) === "Ready");
    await admin.delete(projectResource, { name });
    expect(await first.exit).toBe(137);
    controller();
    await until("it is gone", async () => !(await admin.get(projectResource as never, { name })));
    expect(await admin.get(namespaces, { name })).toBeUndefined();
  });

  test.each(["session.after.job", "session.after.Running"])(
    "at %s runs a session once, and its end is told by the next one",
    async (failpoint) => {
      const name = await makeProject();
      const session = { namespace: name, name: unique("s") };
      const first = controller(`${failpoint}@${name}/${session.name}`);
      await until("it is Ready", async () => (await phaseOf(name)) === "Ready");
      const data = { "anthropic-api-key": Buffer.from("sk-ant-demo-abcd").toString("base64") };
      await admin.patch(secrets, { namespace: name, name: "project-credentials" }, { data });
      await admin.create(agenticSessionResource, {
        apiVersion: API_VERSION,
        kind: "AgenticSession",
        metadata: session,
        ...{
          spec: {
            prompt: "Say hello.",
            projectRef: { name, namespace: name },
            userContext: { userId: "oidc:e" },
            agent: { model: "claude-sonnet-4-5" },
            credentialRefs: [{ name: "anthropic-api-key" }],
          },
        },
      });
      expect(await first.exit).toBe(137);
      controller();
      const phase = async () =>
        (await admin.get<Status>(agenticSessionResource as never, session))?.status?.phase;
      await until("it has succeeded", async () => (await phase()) === "Succeeded");
      expect((await admin.list(jobs, { namespace: name })).items).toHaveLength(1);
      expect((await admin.list(pods, { namespace: name })).items).toHaveLength(1);
      await remove(name);
    },
  );
});
