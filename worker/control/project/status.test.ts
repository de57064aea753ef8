import { describe, expect, test } from "vitest";
import type { ObjectState } from "#lib/domain/clusters/contract/project.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { config, project } from "../testing/factories.ts";
import { bundle } from "./phases.ts";
import { type Item, nextRetry, retryDelayMs, startItems } from "./progress.ts";
import { type Picture, projectStatus } from "./status.ts";

const startedAt = "2026-11-22T01:00:00.000Z";
const now = "2026-11-22T01:00:00.090Z";

function picture(states: (item: Item, index: number) => ObjectState, more: Partial<Picture> = {}): Picture {
  const of = more.project ?? project();
  const items = startItems(bundle(of, config), of);
  for (const [index, item] of items.entries()) item.state = states(item, index);
  return { project: of, items, drift: [], suspended: false, startedAt, now, namespaceUID: "ns-uid", ...more };
}

const condition = (status: ReturnType<typeof projectStatus>, type: string) =>
  status.conditions.find((c) => c.type === type);

describe("a project's status", () => {
  test("is Ready when every object stands, with the time it took", () => {
    const status = projectStatus(picture(() => "Applied"));
    expect(status).toMatchObject({
      phase: "Ready",
      message: "All 12 objects stand.",
      namespaceUID: "ns-uid",
      observedGeneration: 1,
      timings: { startedAt, readyAt: now, durationMs: 90 },
    });
    expect(status.conditions.map((c) => `${c.type}=${c.status}`)).toEqual([
      "NamespaceReady=True",
      "QuotaApplied=True",
      "NetworkIsolated=True",
      "AccessApplied=True",
      "CredentialsReady=True",
      "Ready=True",
    ]);
  });

  test("counts in words what stands, was refused and waits, and quotes the API server", () => {
    const status = projectStatus(
      picture((item, index) => {
        if (item.object.kind === "ResourceQuota") item.message = 'Invalid value: "-1"';
        return index < 3 ? "Applied" : item.object.kind === "ResourceQuota" ? "Refused" : "Waiting";
      }),
    );
    expect(status.phase).toBe("Degraded");
    expect(status.message).toBe(
      '3 of 12 objects stand, 1 was refused, 8 wait for it. ResourceQuota portico: Invalid value: "-1"',
    );
    expect(condition(status, "QuotaApplied")).toMatchObject({ status: "False", reason: "Refused" });
    expect(condition(status, "AccessApplied")).toMatchObject({ status: "False", reason: "Waiting" });
  });

  test("is Provisioning while objects are still to come", () => {
    expect(projectStatus(picture((_, index) => (index < 2 ? "Applied" : "Applying"))).phase).toBe(
      "Provisioning",
    );
  });

  test("says that a foreign namespace is in the way", () => {
    const namespaceProblem = { reason: "NamespaceTaken", message: "The namespace exists already." };
    const status = projectStatus(picture(() => "Waiting", { namespaceProblem, namespaceUID: undefined }));
    expect(status.phase).toBe("Degraded");
    expect(condition(status, "NamespaceReady")).toMatchObject({ status: "False", ...namespaceProblem });
    expect(condition(status, "Ready")).toMatchObject({ status: "False", ...namespaceProblem });
  });

  test("moves lastTransitionTime only when a condition's status changes", () => {
    const first = projectStatus(picture((_, index) => (index === 0 ? "Applied" : "Waiting")));
    const later = "2026-11-22T02:00:00.000Z";
    const second = projectStatus(
      picture(() => "Applied", {
        project: project({}, { status: first, metadata: { generation: 2 } }),
        now: later,
      }),
    );
    expect(condition(second, "NamespaceReady")).toMatchObject({
      lastTransitionTime: now,
      observedGeneration: 2,
    });
    expect(condition(second, "Ready")?.lastTransitionTime).toBe(later);
  });

  test("keeps the time of the first provisioning through later repairs", () => {
    const first = projectStatus(picture(() => "Applied"));
    const again = picture(() => "Applied", {
      project: project({}, { status: first }),
      now: "2026-11-23T00:00:00.000Z",
    });
    expect(projectStatus(again).timings).toEqual(first.timings);
  });

  test("is Suspended when asked to, with everything standing", () => {
    expect(projectStatus(picture(() => "Applied", { suspended: true })).phase).toBe("Suspended");
  });
});

describe("retries", () => {
  const refused = new KubeError(422, "Invalid", "no");

  test("grow to a minute after a refusal and to five seconds without an answer", () => {
    expect([1, 2, 3, 4, 8, 20].map((attempt) => retryDelayMs(attempt, false))).toEqual([
      500, 1000, 2000, 4000, 60_000, 60_000,
    ]);
    expect(retryDelayMs(20, true)).toBe(5000);
  });

  test("count on while the wish is the same, and begin anew when it changes", () => {
    const first = nextRetry(refused, undefined, "1/", 0);
    const second = nextRetry(refused, first, "1/", 500);
    expect(second).toMatchObject({ attempt: 2, at: 1500, transient: false, message: "no" });
    expect(nextRetry(refused, second, "2/", 1000).attempt).toBe(1);
  });
});
