import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import {
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  PatchStrategy,
  setHeaderOptions,
  type V1Pod,
  VersionApi,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isAlive, until } from "./processes.ts";
import { type Cluster, startCluster } from "./start.ts";

// Waits end with a failure of their own long before this.
vi.setConfig({ testTimeout: 120_000 });

/** What plays the runner's image: it does what its pod's MODE says. */
const runnerScript = `
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
const last = (text) => writeFileSync(process.env.PORTICO_TERMINATION_LOG, text);
const mode = process.env.MODE;
if (mode === "report") {
  say({ env: process.env, cwd: process.cwd(), prompt: readFileSync(process.env.PROMPT_FILE, "utf8"),
    credentials: readdirSync(process.env.CREDENTIALS_DIR).filter((name) => !name.startsWith(".")),
    key: readFileSync(process.env.CREDENTIALS_DIR + "/provider-key", "utf8") });
  last("done");
} else if (mode === "fail") {
  last("the provider said no");
  process.exitCode = 3;
} else {
  process.on("SIGTERM", () => { say("asked to stop"); last("stopped in order"); process.exit(143); });
  say("pid " + process.pid);
  setInterval(() => say("still here"), 200);
}
`;

let dir: string;
let cluster: Cluster;
let kubeConfig: KubeConfig;
let core: CoreV1Api;

const start = () =>
  startCluster({
    dataDir: join(dir, "data"),
    runner: { command: [process.execPath, join(dir, "runner.mjs")], imagePrefix: "portico-runner" },
  });

function connect(): void {
  kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(cluster.kubeconfig);
  core = kubeConfig.makeApiClient(CoreV1Api);
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "portico-cluster-"));
  await writeFile(join(dir, "runner.mjs"), runnerScript);
  cluster = await start();
  connect();
}, 900_000);

afterAll(async () => {
  await cluster?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

interface PodOptions {
  image?: string;
  env?: { name: string; value?: string; valueFrom?: object }[];
  annotations?: Record<string, string>;
  volumes?: { name: string; mountPath: string; source: object }[];
  workingDir?: string;
}

const runnerPod = (name: string, mode: string, o: PodOptions = {}): V1Pod => ({
  metadata: { name, annotations: o.annotations },
  spec: {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 10,
    containers: [
      {
        name: "runner",
        image: o.image ?? "portico-runner:test",
        workingDir: o.workingDir,
        env: [{ name: "MODE", value: mode }, ...(o.env ?? [])],
        volumeMounts: o.volumes?.map(({ name: volume, mountPath }) => ({ name: volume, mountPath })),
      },
    ],
    volumes: o.volumes?.map(({ name: volume, source }) => ({ name: volume, ...source })),
  },
});

const create = (body: V1Pod) => core.createNamespacedPod({ namespace: "default", body });
const read = (name: string) => core.readNamespacedPod({ name, namespace: "default" });
const logOf = (name: string) => core.readNamespacedPodLog({ name, namespace: "default" });

/** Waits until the pod looks as wished and returns it; fails with what it looks like instead. */
async function podWhere(name: string, wish: (pod: V1Pod) => boolean): Promise<V1Pod> {
  let pod: V1Pod | undefined;
  const came = await until(
    async () => {
      pod = await read(name).catch(() => pod);
      return pod !== undefined && wish(pod);
    },
    30_000,
    100,
  );
  if (!came || !pod) throw new Error(`The pod ${name} never came to that: ${JSON.stringify(pod?.status)}`);
  return pod;
}

const state = (pod: V1Pod) => pod.status?.containerStatuses?.[0]?.state;
const ended = (pod: V1Pod) => ["Succeeded", "Failed"].includes(pod.status?.phase ?? "");
const isRunning = (pod: V1Pod) => state(pod)?.running !== undefined;

async function setDeadline(name: string, seconds: number): Promise<void> {
  await core.patchNamespacedPod(
    { name, namespace: "default", body: { spec: { activeDeadlineSeconds: seconds } } },
    setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
  );
}

async function processOf(name: string): Promise<number> {
  let pid = 0;
  await until(async () => {
    pid = Number(/pid (\d+)/.exec(await logOf(name).catch(() => ""))?.[1] ?? 0);
    return pid > 0;
  }, 30_000);
  expect(pid).toBeGreaterThan(0);
  return pid;
}

describe("the control plane", () => {
  test("is the version it says it is", async () => {
    const version = await kubeConfig.makeApiClient(VersionApi).getCode();
    expect(version.gitVersion).toMatch(/^v1\.36\.\d+$/);
  });

  test("runs foreign pods on played nodes, and their Job completes", async () => {
    const batch = kubeConfig.makeApiClient(BatchV1Api);
    await batch.createNamespacedJob({
      namespace: "default",
      body: {
        metadata: { name: "foreign" },
        spec: {
          template: {
            spec: {
              restartPolicy: "Never",
              nodeSelector: { type: "kwok" },
              tolerations: [{ key: "kwok.x-k8s.io/node", operator: "Exists" }],
              containers: [{ name: "main", image: "registry.example/anything:1" }],
            },
          },
        },
      },
    });
    const completed = await until(
      async () =>
        (await batch.readNamespacedJob({ name: "foreign", namespace: "default" })).status?.succeeded === 1,
      30_000,
    );
    expect(completed).toBe(true);
  });
});

// Each waits for its own process most of the time.
describe.concurrent("a pod of the runner's image", () => {
  test("gets its environment, files and working directory, and nothing of anybody else's", async () => {
    await core.createNamespacedSecret({
      namespace: "default",
      body: {
        metadata: { name: "credentials" },
        stringData: { "provider-key": "sk-test", other: "not asked for" },
      },
    });
    process.env.PORTICO_CLUSTER_TEST_CANARY = "of the parent";
    await create(
      runnerPod("report", "report", {
        annotations: { "portico.dev/prompt": "Say hello\nto everybody" },
        workingDir: "/workspace",
        env: [
          { name: "PROMPT_FILE", value: "/var/run/portico/input/prompt" },
          { name: "CREDENTIALS_DIR", value: "/var/run/portico/credentials" },
          { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
          { name: "KEY", valueFrom: { secretKeyRef: { name: "credentials", key: "provider-key" } } },
          { name: "GREETING", value: "from $(NODE)" },
        ],
        volumes: [
          { name: "work", mountPath: "/workspace", source: { emptyDir: {} } },
          {
            name: "input",
            mountPath: "/var/run/portico/input",
            source: {
              downwardAPI: {
                items: [
                  { path: "prompt", fieldRef: { fieldPath: "metadata.annotations['portico.dev/prompt']" } },
                ],
              },
            },
          },
          {
            name: "credentials",
            mountPath: "/var/run/portico/credentials",
            source: {
              secret: { secretName: "credentials", items: [{ key: "provider-key", path: "provider-key" }] },
            },
          },
        ],
      }),
    );
    const pod = await podWhere("report", ended);
    expect(pod.status?.phase).toBe("Succeeded");
    expect(state(pod)?.terminated).toMatchObject({ exitCode: 0, reason: "Completed", message: "done" });
    const said = JSON.parse(await logOf("report"));
    expect(said).toMatchObject({
      prompt: "Say hello\nto everybody",
      credentials: ["provider-key"],
      key: "sk-test",
      cwd: expect.stringMatching(/volumes\/work$/),
      env: { MODE: "report", NODE: "local-1", KEY: "sk-test", GREETING: "from local-1" },
    });
    const ours = ["PATH", "HOME", "TMPDIR", "PWD", "PORTICO_TERMINATION_LOG"];
    const asked = ["MODE", "PROMPT_FILE", "CREDENTIALS_DIR", "NODE", "KEY", "GREETING"];
    expect([...ours, ...asked]).toEqual(expect.arrayContaining(Object.keys(said.env)));
  });

  test("that fails keeps its exit code and its last words", async () => {
    await create(runnerPod("fail", "fail"));
    const pod = await podWhere("fail", ended);
    expect(pod.status?.phase).toBe("Failed");
    expect(state(pod)?.terminated).toMatchObject({
      exitCode: 3,
      reason: "Error",
      message: "the provider said no",
    });
  });

  test("is followed line by line while it runs, and the log ends with it", async () => {
    await create(runnerPod("follow", "wait"));
    await podWhere("follow", isRunning);
    const out = new PassThrough({ encoding: "utf8" });
    let text = "";
    let closed = false;
    out.on("data", (piece: string) => {
      text += piece;
    });
    out.on("end", () => {
      closed = true;
    });
    await new Log(kubeConfig).log("default", "follow", "runner", out, { follow: true });
    expect(await until(() => text.split("still here").length > 3, 30_000)).toBe(true);
    await setDeadline("follow", 1);
    expect(await until(() => closed, 30_000)).toBe(true);
    expect(text).toContain("asked to stop");
  });

  test("that passes its deadline is asked to stop and keeps its own result", async () => {
    await create(runnerPod("deadline", "wait"));
    await processOf("deadline");
    await setDeadline("deadline", 1);
    const pod = await podWhere("deadline", ended);
    expect(pod.status).toMatchObject({ phase: "Failed", reason: "DeadlineExceeded" });
    expect(state(pod)?.terminated).toMatchObject({ exitCode: 143, message: "stopped in order" });
    expect(await logOf("deadline")).toContain("asked to stop");
  });

  test("that is deleted is asked to stop, and is gone when its process is", async () => {
    await create(runnerPod("deleted", "wait"));
    const pid = await processOf("deleted");
    await core.deleteNamespacedPod({ name: "deleted", namespace: "default" });
    const gone = () =>
      read("deleted").then(
        () => false,
        () => true,
      );
    expect(await until(gone, 30_000)).toBe(true);
    expect(isAlive(pid)).toBe(false);
  });

  test("whose secret is missing says so, and starts when it is there", async () => {
    const env = [{ name: "KEY", valueFrom: { secretKeyRef: { name: "late", key: "value" } } }];
    await create(runnerPod("late", "fail", { env }));
    const pod = await podWhere("late", (p) => state(p)?.waiting?.reason === "CreateContainerConfigError");
    expect(state(pod)?.waiting?.message).toBe('secret "late" not found');
    expect(pod.status?.phase).toBe("Pending");
    await core.createNamespacedSecret({
      namespace: "default",
      body: { metadata: { name: "late" }, stringData: { value: "x" } },
    });
    await podWhere("late", ended);
  });

  test("of another image waits for a pull that cannot succeed", async () => {
    await create(runnerPod("foreign-image", "report", { image: "portico-runner-lookalike:1" }));
    const pod = await podWhere("foreign-image", (p) => state(p)?.waiting?.reason === "ImagePullBackOff");
    expect(pod.status?.phase).toBe("Pending");
    expect(state(pod)?.waiting?.message).toContain("portico-runner-lookalike:1");
  });
});

describe("bad days", () => {
  test("nobody but the API server reads logs from the node", async () => {
    const node = await core.readNode({ name: "local-1" });
    const user = kubeConfig.getCurrentUser();
    const decode = (text?: string) => Buffer.from(text ?? "", "base64");
    const answer = await new Promise((resolve) => {
      const call = request(
        {
          host: "127.0.0.1",
          port: node.status?.daemonEndpoints?.kubeletEndpoint?.Port,
          path: "/containerLogs/default/fail/runner",
          ca: decode(kubeConfig.getCurrentCluster()?.caData),
          cert: decode(user?.certData),
          key: decode(user?.keyData),
        },
        (response) => resolve(response.statusCode),
      );
      call.on("error", () => resolve("refused"));
      call.end();
    });
    expect(answer).toBe("refused");
  });

  test("what ends while the API server is down is told when it is back, on the same address", async () => {
    await create(runnerPod("outage", "wait"));
    const pid = await processOf("outage");
    await cluster.supervise.kill("kube-apiserver");
    process.kill(pid, "SIGTERM");
    expect(await until(() => !isAlive(pid), 30_000)).toBe(true);
    await cluster.supervise.restart("kube-apiserver");
    const pod = await podWhere("outage", ended);
    expect(state(pod)?.terminated).toMatchObject({ exitCode: 143, message: "stopped in order" });
  });

  test("processes end with the node, which says so when it is back", async () => {
    await create(runnerPod("reboot", "wait"));
    const pid = await processOf("reboot");
    await cluster.supervise.kill("local-kubelet");
    expect(await until(() => !isAlive(pid), 30_000)).toBe(true);
    await cluster.supervise.restart("local-kubelet");
    const pod = await podWhere("reboot", ended);
    expect(pod.status?.phase).toBe("Failed");
    expect(state(pod)?.terminated).toMatchObject({ exitCode: 255, reason: "ContainerStatusUnknown" });
  });

  test("a stop ends running pods in order, and a start finds everything where it was", async () => {
    await create(runnerPod("shutdown", "wait"));
    await processOf("shutdown");
    const { url } = cluster;
    await cluster.stop();
    cluster = await start();
    expect(cluster.url).toBe(url);
    connect();
    const pod = await podWhere("shutdown", ended);
    expect(pod.status).toMatchObject({ phase: "Failed", reason: "Terminated" });
    expect(state(pod)?.terminated).toMatchObject({ exitCode: 143, message: "stopped in order" });
    expect(await logOf("fail")).toBe("");
  });
});
