import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { jobs, pods } from "./session/objects.ts";
import { isFinal } from "./session/phase.ts";
import { config as testConfig } from "./testing/factories.ts";
import { openWorld, until, type World } from "./testing/world.ts";

let provider: ProviderStandIn;
let world: World;
let admin: KubeClient;
beforeAll(async () => {
  provider = await startProviderStandIn();
  world = await openWorld({
    config: {
      providerUrls: { anthropic: provider.url, openai: provider.url, gemini: provider.url },
      resourceClasses: {
        ...testConfig.resourceClasses,
        // More than any node has.
        large: { requests: { cpu: "4000", memory: "128Mi" }, limits: { cpu: "4000", memory: "128Mi" } },
      },
    },
  });
  admin = world.admin;
}, 300_000);
afterAll(async () => {
  await world.close();
  await provider.close();
}, 120_000);

const KEY = "sk-ant-demo-abcd";
const SLOW = "sk-ant-demo-slow-1";

async function projectWith(key: string, spec: object = {}): Promise<string> {
  const name = await world.ready(spec);
  const data = { "anthropic-api-key": Buffer.from(key).toString("base64") };
  await admin.patch(secrets, { namespace: name, name: "project-credentials" }, { data });
  return name;
}

const statusOf = (project: string, name: string) => world.sessionNow(project, name)?.status;
const phaseOf = (project: string, name: string) => statusOf(project, name)?.phase;
const reaches = (project: string, name: string, phase: string) =>
  until(`${name} is ${phase}`, () => phaseOf(project, name) === phase && statusOf(project, name)!);
const ended = (project: string, name: string) =>
  until(`${name} has ended`, () => isFinal(phaseOf(project, name)) && statusOf(project, name)!);
const stop = (namespace: string, name: string) =>
  admin.patch(agenticSessionResource, { namespace, name }, { spec: { stop: true } });

// Each has a project of its own, and most of the time waits for the kubelet's stand-in.
describe.concurrent("a session that runs", () => {
  test("ends with its result, its usage and a log that can be followed", async () => {
    const project = await projectWith(KEY);
    const name = await world.session(project, { prompt: "Say hello to the tests." });
    const { podName } = await reaches(project, name, "Running").catch(() => statusOf(project, name)!);
    const lines: { type: string; text?: string }[] = [];
    for await (const { text } of followLogs(admin, { namespace: project, pod: podName! }))
      lines.push(JSON.parse(text));
    const status = await ended(project, name);
    expect(status).toMatchObject({
      phase: "Succeeded",
      message: expect.stringMatching(/^Finished in /),
      jobName: name,
      nodeName: "local-1",
      result: {
        reason: "finished",
        exitCode: 0,
        summary: expect.stringContaining("Say hello to the tests."),
      },
      usage: { requests: 1, inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
    });
    expect(Date.parse(status.completionTime!)).toBeGreaterThanOrEqual(Date.parse(status.startTime!));
    expect(status.conditions.map((c) => `${c.type}=${c.status}`)).toEqual([
      "Admitted=True",
      "Started=True",
      "Finished=True",
    ]);
    expect(lines.at(0)).toMatchObject({ type: "log" });
    expect(lines.at(-1)).toMatchObject({ type: "result" });
    const text = lines
      .filter((line) => line.type === "message")
      .map((line) => line.text)
      .join("");
    expect(text).toContain("Say hello to the tests.");
    // One Job, three or four statuses on the way; nothing asked that the watches did not bring.
    const calls = world.callsAbout(name);
    expect(calls.filter(({ method, path }) => method === "GET" || path.endsWith("/jobs"))).toEqual([]);
    expect(calls.length).toBeLessThanOrEqual(5);
  });

  test("can be stopped while it runs, and keeps its log", async () => {
    const project = await projectWith(SLOW);
    const name = await world.session(project);
    const { podName } = await reaches(project, name, "Running");
    const log = { namespace: project, pod: podName! };
    for await (const line of followLogs(admin, log)) if (line.text.includes('"message"')) break;
    await stop(project, name);
    expect(await ended(project, name)).toMatchObject({
      phase: "Stopped",
      message: "Stopped on request.",
      result: { reason: "stopped", exitCode: 143 },
    });
    const types: string[] = [];
    for await (const line of followLogs(admin, { ...log, follow: false }))
      types.push(JSON.parse(line.text).type);
    expect(types).toEqual(expect.arrayContaining(["log", "message", "result"]));
  });

  test("ends at its time-out", async () => {
    const project = await projectWith(SLOW);
    const name = await world.session(project, { timeoutSeconds: 1 });
    expect(await ended(project, name)).toMatchObject({ phase: "TimedOut", result: { exitCode: 124 } });
  });

  test.each([
    ["a key that the provider does not know", "sk-ant-wrong-1234", {}, /key/i],
    [
      "a credential that the project does not have",
      KEY,
      { credentialRefs: [{ name: "openai-api-key" }] },
      /credential openai-api-key/,
    ],
  ])("fails with a sentence for %s", async (_, key, spec, sentence) => {
    const project = await projectWith(key);
    const status = await ended(project, await world.session(project, spec));
    expect(status.phase).toBe("Failed");
    expect(status.message).toMatch(sentence);
  });

  test("fails when its Job is taken away, and does not begin again", async () => {
    const project = await projectWith(SLOW);
    const name = await world.session(project);
    await reaches(project, name, "Running");
    await admin.delete(jobs, { namespace: project, name });
    expect(await ended(project, name)).toMatchObject({
      phase: "Failed",
      result: { reason: expect.stringMatching(/job_gone|killed/) },
    });
    expect(await admin.get(jobs, { namespace: project, name })).toBeUndefined();
  });

  test("takes its Job and pod with it when it is deleted", async () => {
    const project = await projectWith(SLOW);
    const name = await world.session(project);
    await reaches(project, name, "Running");
    await admin.delete(agenticSessionResource, { namespace: project, name });
    await until(
      "its pods are gone",
      async () => (await admin.list(pods, { namespace: project })).items.length === 0,
    );
  });
});

describe.concurrent("a session that cannot begin yet", () => {
  test("waits in line for a place, oldest first, and begins when one ends", async () => {
    const project = await projectWith(SLOW, { limits: { concurrentSessions: 1 } });
    const first = await world.session(project);
    await reaches(project, first, "Running");
    const second = await world.session(project);
    expect((await reaches(project, second, "Queued")).message).toMatch(/may run 1 session at once/);
    const third = await world.session(project);
    await reaches(project, third, "Queued");
    await stop(project, first);
    await reaches(project, second, "Running");
    expect(phaseOf(project, third)).toBe("Queued");
    await stop(project, third);
    expect(await ended(project, third)).toMatchObject({
      phase: "Stopped",
      message: "Stopped before it began.",
    });
    await stop(project, second);
  });

  test("says that the quota is used up, and begins when there is room", async () => {
    const project = await projectWith(SLOW, { limits: { quota: { "limits.cpu": "500m" } } });
    await until("the quota is counted", () => world.control.cache.quota(project)?.status?.hard);
    const first = await world.session(project);
    await reaches(project, first, "Running");
    const second = await world.session(project);
    expect((await reaches(project, second, "Queued")).message).toBe(
      "The namespace's CPU limit quota is used up: 500m of 500m. Stop a session or ask for more.",
    );
    await stop(project, first);
    await reaches(project, second, "Running");
    await stop(project, second);
  });

  test("says that no node can take it, in the scheduler's words, and can be stopped", async () => {
    const project = await projectWith(KEY);
    const name = await world.session(project, { resourceClass: "large" });
    const said = await until(
      "it says so",
      () => /^No node can take/.test(statusOf(project, name)?.message ?? "") && statusOf(project, name)!,
    );
    expect(said).toMatchObject({ phase: "Starting", message: expect.stringContaining("Insufficient cpu") });
    await stop(project, name);
    expect(await ended(project, name)).toMatchObject({ phase: "Stopped" });
    await until("its Job is gone", async () => !(await admin.get(jobs, { namespace: project, name })));
  });

  test("waits for its project to be resumed, whose suspension stopped what ran", async () => {
    const project = await projectWith(SLOW, { suspended: false });
    const ran = await world.session(project);
    await reaches(project, ran, "Running");
    await admin.patch(projectResource, { name: project }, { spec: { suspended: true } });
    await until("it is Suspended", () => world.projectNow(project)?.status?.phase === "Suspended");
    const name = await world.session(project);
    expect((await reaches(project, name, "Pending")).message).toMatch(/is suspended/);
    expect(await ended(project, ran)).toMatchObject({
      phase: "Stopped",
      result: { reason: "project_suspended" },
    });
    await admin.patch(projectResource, { name: project }, { spec: { suspended: false } });
    await reaches(project, name, "Running");
    await stop(project, name);
  });
});

test.each([
  [
    "another project's namespace",
    (project: string) => ({ projectRef: { name: project, namespace: "elsewhere" } }),
    "wrong_project",
  ],
  [
    "a bot that is not the project's",
    () => ({ botAccount: { serviceAccountName: "default" } }),
    "unknown_bot",
  ],
])("a session for %s fails for good", async (_, spec, reason) => {
  const project = await projectWith(KEY);
  const name = await world.session(project, spec(project));
  expect(await ended(project, name)).toMatchObject({ phase: "Failed", result: { reason } });
  expect(await admin.get(jobs, { namespace: project, name })).toBeUndefined();
});

test("many sessions at once never hold more places than the project has", async () => {
  const project = await projectWith(KEY, { limits: { concurrentSessions: 2 } });
  let most = 0;
  const watch = setInterval(() => {
    const running = [...world.control.cache.jobs.store.by("namespace", project)].filter(
      (job) =>
        !job.status?.conditions?.some(
          (c) => c.status === "True" && (c.type === "Complete" || c.type === "Failed"),
        ),
    );
    // A Job is over for its session as soon as its pod is; the Job itself hears of it a moment later.
    const open = running.filter((job) => !isFinal(phaseOf(project, job.metadata.name)));
    most = Math.max(most, open.length);
  }, 5);
  const names = await Promise.all(Array.from({ length: 4 }, () => world.session(project)));
  await Promise.all(names.map((name) => ended(project, name)));
  clearInterval(watch);
  expect(most).toBeLessThanOrEqual(2);
  expect(names.map((name) => phaseOf(project, name))).toEqual(names.map(() => "Succeeded"));
}, 180_000);
