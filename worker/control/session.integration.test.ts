import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
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
      outboundAllow: "127.0.0.1",
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
  const anthropic = { kind: "anthropic", keys: { "api-key": "anthropic-api-key" } };
  await bring(name, [anthropic], { "anthropic-api-key": key });
  return name;
}

type Described = { kind: string; keys: Record<string, string>; settings?: object; disabled?: boolean };
/** Puts credentials into a Secret of a project as whoever brings them does: what they are in the same call as the values. */
async function bring(
  namespace: string,
  descriptors: Described[],
  values: Record<string, string>,
  name = "project-credentials",
): Promise<void> {
  const annotations = Object.fromEntries(
    descriptors.map((descriptor) => [
      credentialAnnotation(Object.values(descriptor.keys)[0]!),
      JSON.stringify({ name: descriptor.kind, ...descriptor }),
    ]),
  );
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  await admin.patch(secrets, { namespace, name }, { metadata: { annotations }, data });
}
const refs = (...names: string[]) => ({ credentialRefs: names.map((name) => ({ name })) });
const jira = {
  kind: "jira",
  keys: { "api-token": "jira-api-token", "webhook-secret": "jira-webhook-secret" },
  settings: { siteUrl: "https://jira.example", email: "bot@acme.example" },
};

const statusOf = (project: string, name: string) => world.sessionNow(project, name)?.status;
const phaseOf = (project: string, name: string) => statusOf(project, name)?.phase;
const reaches = (project: string, name: string, phase: string) =>
  until(`${name} is ${phase}`, () => phaseOf(project, name) === phase && statusOf(project, name)!);
const ended = (project: string, name: string) =>
  until(`${name} has ended`, () => isFinal(phaseOf(project, name)) && statusOf(project, name)!);
const stop = (namespace: string, name: string) =>
  admin.patch(agenticSessionResource, { namespace, name }, { spec: { stop: true } });

describe.concurrent("the credentials of a session", () => {
  const server = {
    kind: "openai-compatible",
    keys: { "api-key": "openai-compatible-api-key" },
    settings: { baseUrl: "", header: "authorization", verifyTls: true },
  };

  test("reach it as their kinds say: each in its way, masked in what it writes, and nothing else does", async () => {
    const project = await world.ready();
    const own = { ...server, settings: { ...server.settings, baseUrl: `${provider.url}/v1` } };
    await bring(project, [own, jira], {
      "openai-compatible-api-key": "sk-demo-right-key",
      "jira-api-token": "jira-demo-canary-1",
      "jira-webhook-secret": "hook-demo-canary-1",
    });
    const name = await world.session(project, {
      // The prompt says what the session must not say back; the last one it was not given, so it cannot know it.
      prompt: "Repeat jira-demo-canary-1, sk-demo-right-key and $(JIRA_API_TOKEN).",
      agent: { model: "gpt-5" },
      ...refs("openai-compatible-api-key", "jira-api-token"),
    });
    const status = await ended(project, name);
    expect(status).toMatchObject({
      phase: "Succeeded",
      credentials: [
        {
          name: "openai-compatible-api-key",
          kind: "openai-compatible",
          secret: "project-credentials",
          handover: "file",
          as: ["/var/run/portico/credentials/openai-compatible-api-key"],
        },
        { name: "jira-api-token", kind: "jira", handover: "environment", as: ["JIRA_API_TOKEN"] },
      ],
    });
    expect(status.result.summary).toContain("[masked], [masked] and $(JIRA_API_TOKEN)");
    const made = JSON.stringify([
      await admin.get(jobs, { namespace: project, name }),
      ...(await admin.list(pods, { namespace: project })).items,
    ]);
    expect(made).not.toMatch(/jira-webhook-secret|hook-demo-canary/);
  });

  test.each<[string, (project: string) => Promise<object>, string, RegExp]>([
    [
      "is disabled",
      async (project) => {
        await bring(project, [{ ...jira, disabled: true }], {
          "jira-api-token": "t",
          "jira-webhook-secret": "w",
        });
        return refs("jira-api-token");
      },
      "credential_disabled",
      /^The session's credential is disabled/,
    ],
    [
      "is another project's",
      async () => {
        const other = await world.ready();
        await bring(other, [jira], { "jira-api-token": "t", "jira-webhook-secret": "w" });
        return refs("jira-api-token");
      },
      "credential_missing",
      /^The session's credential is not in the project/,
    ],
    ["is a path", async () => refs("..data"), "credential_missing", /is not in the project/],
    [
      "is another key of one",
      async (project) => {
        await bring(project, [jira], { "jira-api-token": "t", "jira-webhook-secret": "w" });
        return refs("jira-webhook-secret");
      },
      "credential_missing",
      /^The session's credential is not in the project/,
    ],
    [
      "is of no provider that the chat agent can call",
      async (project) => {
        await bring(project, [jira], { "jira-api-token": "t" });
        return refs("jira-api-token");
      },
      "credential_unsuitable",
      /^The chat agent can call no provider with the credentials of the session/,
    ],
  ])("fail it with a sentence when one %s, and no Job is made", async (_, prepare, reason, sentence) => {
    const project = await world.ready();
    const name = await world.session(project, await prepare(project));
    expect(await ended(project, name)).toMatchObject({
      phase: "Failed",
      message: expect.stringMatching(sentence),
      result: { reason },
    });
    expect(await admin.get(jobs, { namespace: project, name })).toBeUndefined();
  });

  test("are waited for when the organization brings them, and begin it when they have come", async () => {
    const key = "anthropic-api-key.shared";
    const project = await world.ready({ sharedCredentials: [{ name: key }] });
    const session = await world.session(project, refs(key));
    expect((await reaches(project, session, "Pending")).message).toBe(
      "The session's credential has not come yet. The session waits for its value.",
    );
    const { namespace, name } = organizationSecret(world.tenant);
    await admin.create(secrets, { apiVersion: "v1", kind: "Secret", metadata: { namespace, name } });
    const shared = { kind: "anthropic", keys: { "api-key": key } };
    await bring(namespace, [shared], { [key]: KEY }, name);
    expect(await ended(project, session)).toMatchObject({
      phase: "Succeeded",
      credentials: [{ name: key, secret: "shared-credentials" }],
    });
    await admin.delete(secrets, { namespace, name });
  });
});

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
      /^The session's credential is not in the project/,
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
