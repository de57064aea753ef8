import { describe, expect, test } from "vitest";
import { config, job, pod, project, readyProject, session } from "../testing/factories.ts";
import type { ContainerState, Pod } from "./objects.ts";
import { decide, type SessionWorld } from "./phase.ts";

const T0 = Date.parse("2026-11-22T00:00:00Z");

const world = (more: Partial<SessionWorld> = {}): SessionWorld => ({
  session: session(),
  project: readyProject(),
  suspended: false,
  credentials: { state: "ready", credentials: [] },
  places: { active: 0, ahead: 0 },
  config,
  now: T0 + 1000,
  ...more,
});

const container = (state: ContainerState, more: Pod["status"] = {}) =>
  pod({ phase: "Running", ...more, containerStatuses: [{ name: "runner", state }] });
const running = container({ running: { startedAt: "2026-11-22T00:00:03Z" } });
const terminated = (exitCode: number, message?: object, more: Pod["status"] = {}, reason = "Error") =>
  container(
    {
      terminated: {
        exitCode,
        reason,
        message: message && JSON.stringify(message),
        startedAt: "2026-11-22T00:00:03Z",
        finishedAt: "2026-11-22T00:01:35Z",
      },
    },
    { phase: exitCode === 0 ? "Succeeded" : "Failed", ...more },
  );
const stop = session({ stop: true });

describe("before a session has a Job", () => {
  test("it fails for a credential that it cannot have, once that was looked for again", () => {
    const credentials = {
      state: "refused",
      reason: "credential_disabled",
      message: "The credential x is disabled.",
    } as const;
    const first = decide(world({ credentials }));
    expect(first).toMatchObject({ act: "look-for-credentials", status: { phase: "Pending" } });
    expect(decide(world({ credentials, lookedAgain: true })).status).toMatchObject({
      phase: "Failed",
      message: "The credential x is disabled.",
      result: { reason: "credential_disabled" },
    });
  });

  test("it begins when its project is ready and there is room", () => {
    const decision = decide(world());
    expect(decision).toMatchObject({ act: "create-job", status: { phase: "Starting" } });
    expect(decision.status.conditions.find((c) => c.type === "Admitted")?.status).toBe("True");
  });

  test.each<[string, Partial<SessionWorld>, string, RegExp]>([
    [
      "the project is missing",
      { project: undefined },
      "Pending",
      /^Waits for the project acme-vision, which does not exist\.$/,
    ],
    [
      "the project is not ready",
      { project: project({}, { status: { phase: "Provisioning", message: "3 of 12 objects stand." } }) },
      "Pending",
      /is not ready\. 3 of 12 objects stand\.$/,
    ],
    ["the project is suspended", { suspended: true }, "Pending", /is suspended/],
    [
      "a credential has not come yet",
      { credentials: { state: "waiting", message: "Waits for the value of the credential x." } },
      "Pending",
      /^Waits for the value of the credential x\.$/,
    ],
    [
      "all places are taken",
      { project: readyProject({ limits: { concurrentSessions: 2 } }), places: { active: 2, ahead: 0 } },
      "Queued",
      /^The project may run 2 sessions at once\. This one starts when another ends\.$/,
    ],
    [
      "older ones wait for the last place",
      { project: readyProject({ limits: { concurrentSessions: 2 } }), places: { active: 1, ahead: 1 } },
      "Queued",
      /2 sessions at once/,
    ],
    [
      "the quota is used up",
      { quotaShortfall: "The namespace's CPU quota is used up: 4 of 4." },
      "Queued",
      /used up: 4 of 4/,
    ],
  ])("it waits and says why: %s", (_, more, phase, message) => {
    const { status, act } = decide(world(more));
    expect(act).toBeUndefined();
    expect(status.phase).toBe(phase);
    expect(status.message).toMatch(message);
  });

  test("the last place goes to the oldest that waits", () => {
    const limits = { concurrentSessions: 2 };
    const places = { active: 1, ahead: 0 };
    expect(decide(world({ project: readyProject({ limits }), places })).act).toBe("create-job");
  });

  test.each<[string, Partial<SessionWorld>, string]>([
    [
      "it names another namespace than its own",
      { session: session({ projectRef: { name: "acme-vision", namespace: "elsewhere" } }) },
      "wrong_project",
    ],
    [
      "its project owns another namespace",
      { project: readyProject({ namespace: "elsewhere" }) },
      "wrong_project",
    ],
    [
      "its bot is not the project's",
      { session: session({ botAccount: { serviceAccountName: "default" } }) },
      "unknown_bot",
    ],
    [
      "its Job was taken away",
      { session: session({}, { status: { phase: "Running", jobName: "s-1" } }) },
      "job_gone",
    ],
  ])("it fails for good when %s", (_, more, reason) => {
    const { status, act } = decide(world(more));
    expect(act).toBeUndefined();
    expect(status).toMatchObject({ phase: "Failed", result: { reason } });
    expect(status.completionTime).toBeDefined();
  });

  test("a stop ends it before it began, whatever it waits for", () => {
    for (const more of [{}, { project: undefined }, { places: { active: 9, ahead: 0 } }]) {
      expect(decide(world({ session: stop, ...more })).status).toMatchObject({
        phase: "Stopped",
        message: "Stopped before it began.",
      });
    }
  });
});

describe("with a Job", () => {
  test.each<[string, Pod | undefined, string, RegExp]>([
    ["no pod yet", undefined, "Starting", /^Starts\.$/],
    ["a pod without a node", pod({ phase: "Pending" }, { spec: {} }), "Starting", /^Waits for a node\.$/],
    [
      "an unschedulable pod",
      pod(
        {
          phase: "Pending",
          conditions: [
            {
              type: "PodScheduled",
              status: "False",
              reason: "Unschedulable",
              message: "0/3 nodes are available: 3 Insufficient cpu.",
            },
          ],
        },
        { spec: {} },
      ),
      "Starting",
      /^No node can take the session now\. 0\/3 nodes are available: 3 Insufficient cpu\.$/,
    ],
    [
      "a container being made",
      container({ waiting: { reason: "ContainerCreating" } }, { phase: "Pending" }),
      "Starting",
      /starts on node-1/,
    ],
    [
      "an image that cannot be pulled",
      container(
        { waiting: { reason: "ImagePullBackOff", message: "Back-off pulling image" } },
        { phase: "Pending" },
      ),
      "Starting",
      /^The agent's image could not be pulled\. Back-off pulling image$/,
    ],
    [
      "a container without its credential, whose name is nothing for viewers,",
      container(
        { waiting: { reason: "CreateContainerConfigError", message: "couldn't find key jira-api-token" } },
        { phase: "Pending" },
      ),
      "Starting",
      /^The agent's container could not be configured: what it is to be given may have been taken away\.$/,
    ],
    ["a running container", running, "Running", /^Runs on node-1\.$/],
  ])("%s is told in a sentence", (_, livePod, phase, message) => {
    const { status } = decide(world({ job: job(), pod: livePod }));
    expect(status.phase).toBe(phase);
    expect(status.message).toMatch(message);
  });

  test("a Job without a pod for two seconds is asked about", () => {
    expect(decide(world({ job: job(), now: T0 + 500 }))).toMatchObject({ againMs: 1500 });
    expect(decide(world({ job: job(), now: T0 + 2500 }))).toMatchObject({ act: "ask-why-no-pod" });
    const refused = decide(
      world({ job: job(), now: T0 + 2500, podRefused: "The namespace's CPU quota is used up: 4 of 4." }),
    );
    expect(refused.status).toMatchObject({
      phase: "Queued",
      message: "The namespace's CPU quota is used up: 4 of 4.",
    });
  });

  test("a start that hangs ends when its patience does", () => {
    const stuck = container(
      { waiting: { reason: "ErrImagePull", message: "not found" } },
      { phase: "Pending" },
    );
    const early = decide(world({ job: job(), pod: stuck, now: T0 + 100_000 }));
    expect(early).toMatchObject({ status: { phase: "Starting" }, againMs: 200_000 });
    const late = decide(world({ job: job(), pod: stuck, now: T0 + 300_000 }));
    expect(late).toMatchObject({
      act: "delete-job",
      status: { phase: "Failed", result: { reason: "ErrImagePull" } },
    });
  });

  test("a Job of that name that is somebody else's is left alone", () => {
    const decision = decide(world({ job: job({}, "another-uid") }));
    expect(decision).toMatchObject({ status: { phase: "Failed", result: { reason: "name_taken" } } });
    expect(decision.act).toBeUndefined();
    expect(
      decide(world({ session: session({}, { status: decision.status }), job: job({}, "another-uid") })).act,
    ).toBeUndefined();
  });
});

describe("how it ended", () => {
  const said = {
    reason: "finished",
    summary: "Hello.",
    usage: { inputTokens: 3, outputTokens: 4, requests: 1 },
  };

  test("exit 0 is a success with result, usage and times", () => {
    expect(decide(world({ job: job(), pod: terminated(0, said, {}, "Completed") })).status).toMatchObject({
      phase: "Succeeded",
      message: "Finished in 1 min 32 s.",
      startTime: "2026-11-22T00:00:03Z",
      completionTime: "2026-11-22T00:01:35Z",
      usage: { inputTokens: 3, outputTokens: 4, requests: 1, gpuSeconds: 0 },
      result: { reason: "finished", summary: "Hello.", exitCode: 0 },
    });
  });

  test.each<[number, object | undefined, string, string, RegExp]>([
    [
      1,
      { reason: "provider_down", summary: "The provider did not answer." },
      "Failed",
      "provider_down",
      /^The provider did not answer\.$/,
    ],
    [1, undefined, "Failed", "failed", /^The agent failed\./],
    [
      2,
      { reason: "credential_missing", summary: "The project has no credential x." },
      "Failed",
      "credential_missing",
      /no credential x/,
    ],
    [3, undefined, "Failed", "credential_refused", /^The provider refused the project's credential\./],
    [
      124,
      { reason: "inactive", summary: "The provider sent nothing for 10 min." },
      "TimedOut",
      "inactive",
      /sent nothing/,
    ],
    [137, undefined, "Failed", "killed", /^The session was ended from outside Portico\.$/],
    [143, undefined, "Failed", "killed", /^The session was ended from outside Portico\.$/],
    [42, undefined, "Failed", "failed", /exit code 42/],
  ])("exit %i with %j is %s, %s", (code, message, phase, reason, words) => {
    const { status } = decide(world({ job: job(), pod: terminated(code, message) }));
    expect(status).toMatchObject({ phase, result: { reason, exitCode: code } });
    expect(status.message).toMatch(words);
  });

  test("memory over the limit names the class's limit", () => {
    const { status } = decide(world({ job: job(), pod: terminated(137, undefined, {}, "OOMKilled") }));
    expect(status).toMatchObject({ phase: "Failed", result: { reason: "out_of_memory" } });
    expect(status.message).toBe(
      "The session used more memory than its class has (512Mi). Choose a larger class.",
    );
  });

  test("a termination message that is no JSON is nobody's", () => {
    const odd = container({ terminated: { exitCode: 1, message: "panic: }" } });
    expect(decide(world({ job: job(), pod: odd })).status).toMatchObject({
      phase: "Failed",
      result: { reason: "failed", summary: "" },
    });
  });

  test("the Job's own deadline is a time-out", () => {
    const failed = job({ conditions: [{ type: "Failed", status: "True", reason: "DeadlineExceeded" }] });
    expect(decide(world({ job: failed })).status).toMatchObject({ phase: "TimedOut" });
  });

  test("a pod that vanished, with its node or not, is a failure with a next step", () => {
    const failed = job({ conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }] });
    expect(decide(world({ job: failed })).status).toMatchObject({
      phase: "Failed",
      result: { reason: "pod_gone" },
    });
    const leaving = pod(
      {
        phase: "Running",
        conditions: [
          {
            type: "DisruptionTarget",
            status: "True",
            reason: "DeletionByTaintManager",
            message: "Taint manager: deleting due to NoExecute taint",
          },
        ],
      },
      { metadata: { deletionTimestamp: "2026-11-22T00:01:00Z" } },
    );
    const { status } = decide(world({ job: job(), pod: leaving }));
    expect(status).toMatchObject({ phase: "Failed", result: { reason: "node_lost" } });
    expect(status.message).toMatch(
      /^The session's node node-1 was lost or had to give it up\. Start it again\./,
    );
  });

  test("what is final stays as it is", () => {
    const final = session(
      {},
      { status: { phase: "Succeeded", message: "Finished in 2 s.", jobName: "s-1" } },
    );
    expect(decide(world({ session: final, job: undefined })).status).toBe(final.status);
    expect(decide(world({ session: final, job: undefined })).act).toBeUndefined();
  });
});

describe("stop", () => {
  test("a running pod is given its end and its log stays", () => {
    const decision = decide(world({ session: stop, job: job(), pod: running }));
    expect(decision).toMatchObject({ act: "end-pod", status: { phase: "Stopping" } });
    const ending = pod(running.status, { spec: { nodeName: "node-1", activeDeadlineSeconds: 1 } });
    expect(decide(world({ session: stop, job: job(), pod: ending })).act).toBeUndefined();
  });

  test("a pod that never ran goes with its Job", () => {
    const decision = decide(world({ session: stop, job: job(), pod: pod({ phase: "Pending" }) }));
    expect(decision).toMatchObject({ act: "delete-job", status: { phase: "Stopped" } });
  });

  test.each([143, 137, 1])("exit %i after a stop is Stopped", (code) => {
    const { status } = decide(world({ session: stop, job: job(), pod: terminated(code) }));
    expect(status).toMatchObject({
      phase: "Stopped",
      message: "Stopped on request.",
      result: { reason: "stopped" },
    });
  });

  test("a session that finished before the stop reached it has finished", () => {
    expect(decide(world({ session: stop, job: job(), pod: terminated(0) })).status.phase).toBe("Succeeded");
  });

  test("a project that is suspended stops what runs, keeps it stopped if it is resumed meanwhile, and says why", () => {
    const first = decide(world({ suspended: true, job: job(), pod: running }));
    expect(first).toMatchObject({
      act: "end-pod",
      status: { phase: "Stopping", message: expect.stringMatching(/^Its project was archived or suspended/) },
    });
    const stopping = session({}, { status: first.status });
    expect(decide(world({ session: stopping, job: job(), pod: running })).status.phase).toBe("Stopping");
    const deadline = terminated(143, undefined, { reason: "DeadlineExceeded" });
    expect(decide(world({ session: stopping, job: job(), pod: deadline })).status).toMatchObject({
      phase: "Stopped",
      message: "Stopped, because its project was archived or suspended.",
      result: { reason: "project_suspended" },
    });
    expect(decide(world({ suspended: true, job: job(), pod: pod({ phase: "Pending" }) }))).toMatchObject({
      act: "delete-job",
      status: { phase: "Stopped", message: expect.stringContaining("before it began: its project") },
    });
    expect(decide(world({ suspended: true, job: job(), pod: terminated(0) })).status.phase).toBe("Succeeded");
  });

  test("a pod that does not answer is removed after a minute", () => {
    const asked = {
      type: "Stopping",
      status: "True",
      reason: "StopRequested",
      message: "",
      lastTransitionTime: "2026-11-22T00:00:00Z",
    };
    const waiting = session(
      { stop: true },
      { status: { phase: "Stopping", jobName: "s-1", conditions: [asked] } },
    );
    const decision = decide(world({ session: waiting, job: job(), pod: running, now: T0 + 61_000 }));
    expect(decision).toMatchObject({ act: "delete-job", status: { phase: "Stopped" } });
  });
});

test("what a session was given is known from its Job, also when its status has not said so", () => {
  const credentials = [
    { name: "k", kind: "anthropic", secret: "project-credentials", handover: "file", as: ["/k"] },
  ];
  const made = job();
  made.metadata.annotations = { "portico.dev/credentials": JSON.stringify(credentials) };
  expect(decide(world({ job: made })).status.credentials).toEqual(credentials);
});
