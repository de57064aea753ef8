import { beforeEach, describe, expect, test, vi } from "vitest";
import { annotations } from "#lib/domain/clusters/contract/meta.ts";
import { type Drift, driftSchema } from "#lib/domain/clusters/contract/project.ts";
import type { ManagedEntry } from "#lib/infra/kube/managed.ts";
import { config, project } from "../testing/factories.ts";
import { DriftLog, writerOf } from "./drift.ts";
import type { BundleObject } from "./manifests/common.ts";
import { bundle } from "./phases.ts";

const entry = (manager: string, time: string, fieldsV1: object, more: object = {}): ManagedEntry => ({
  manager,
  operation: "Update",
  time: `2026-11-22T00:00:${time}Z`,
  fieldsV1: fieldsV1 as ManagedEntry["fieldsV1"],
  ...more,
});
const ingress = { "f:spec": { "f:ingress": {} } };
const paths = [["spec", "ingress"]];

describe("who wrote what differs", () => {
  test.each<[string, ManagedEntry[], string[][], unknown]>([
    [
      "is the last of several who wrote it",
      [entry("helm", "01", ingress), entry("kubectl-edit", "02", ingress)],
      paths,
      { manager: "kubectl-edit", operation: "Update", changedAt: "2026-11-22T00:00:02Z" },
    ],
    [
      "is nobody who wrote something else later",
      [entry("helm", "01", ingress), entry("kubectl-label", "02", { "f:metadata": { "f:labels": {} } })],
      paths,
      { manager: "helm", operation: "Update", changedAt: "2026-11-22T00:00:01Z" },
    ],
    [
      "is nobody who wrote the status",
      [entry("kube-controller-manager", "09", ingress, { subresource: "status" })],
      paths,
      { manager: "", operation: "Update" },
    ],
    [
      "is who wrote a part of it",
      [entry("kubectl-patch", "01", { "f:spec": { "f:hard": { "f:pods": {} } } })],
      [["spec", "hard"]],
      { manager: "kubectl-patch", operation: "Update", changedAt: "2026-11-22T00:00:01Z" },
    ],
    [
      "is who wrote the whole that it is part of",
      [entry("argocd", "01", { "f:spec": { "f:hard": {} } }, { operation: "Apply" })],
      [["spec", "hard", "pods"]],
      { manager: "argocd", operation: "Apply", changedAt: "2026-11-22T00:00:01Z" },
    ],
    [
      "is a key with dots in it too",
      [
        entry("kubectl-label", "01", {
          "f:metadata": { "f:labels": { "f:pod-security.kubernetes.io/enforce": {} } },
        }),
      ],
      [["metadata", "labels", "pod-security.kubernetes.io/enforce"]],
      { manager: "kubectl-label", operation: "Update", changedAt: "2026-11-22T00:00:01Z" },
    ],
    [
      "is unknown when it was taken out",
      [entry("kubectl-edit", "01", {})],
      paths,
      { manager: "", operation: "Update" },
    ],
    ["is ourselves when nobody else did", [entry("portico-control", "01", ingress)], paths, "ours"],
  ])("%s", (_, entries, of, writer) => {
    expect(writerOf(entries, of)).toEqual(writer);
  });
});

describe("the log of a project's drift", () => {
  const deny = bundle(project(), config).find((step) => step.object.metadata.name === "default-deny")!.object;
  const openBy = (manager: string): BundleObject => ({
    ...structuredClone(deny),
    metadata: { ...deny.metadata, managedFields: [entry(manager, "01", ingress)] },
    spec: { ...deny.spec, ingress: [{}] },
  });
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-22T01:00:00Z") });
    return () => vi.useRealTimers();
  });
  /** What the repair carries with it. */
  const carried = (log: DriftLog): Drift | undefined => {
    const text = log.marked(deny).metadata.annotations?.[annotations.repaired];
    return text === undefined ? undefined : driftSchema.parse(JSON.parse(text));
  };
  const repaired = (log: DriftLog) => {
    const entry = carried(log);
    log.settle(deny, "Repaired");
    return entry;
  };

  test("has the repair say what differed and who wrote it, and the status nothing", () => {
    const log = new DriftLog();
    log.see(deny, openBy("kubectl-edit"));
    expect(log.unsettled).toEqual([]);
    expect(repaired(log)).toEqual({
      kind: "NetworkPolicy",
      name: "default-deny",
      fields: ["spec.ingress"],
      manager: "kubectl-edit",
      operation: "Update",
      changedAt: "2026-11-22T00:00:01Z",
      seenAt: "2026-11-22T01:00:00.000Z",
      state: "Repaired",
      message: "",
    });
    expect(log.unsettled).toEqual([]);
  });

  test("does not say what the credentials of a Secret are called, and yet who wrote one", () => {
    const key = "credential.portico.dev/jira-api-token";
    const written = { "f:data": { "f:jira-api-token": {} } };
    const desired = { ...deny, kind: "Secret", metadata: { name: "shared-credentials" } } as BundleObject;
    const live = {
      ...desired,
      metadata: { ...desired.metadata, managedFields: [entry("kubectl", "01", written)] },
    };
    const log = new DriftLog();
    log.see(desired, live, [
      ["metadata", "annotations", key],
      ["data", "jira-api-token"],
      ["data", "jira-webhook-secret"],
    ]);
    log.settle(desired, "Refused");
    expect(log.unsettled).toMatchObject([{ fields: ["metadata.annotations", "data"], manager: "kubectl" }]);
  });

  test("names nobody for what is gone", () => {
    const log = new DriftLog();
    log.see(deny, undefined);
    expect(carried(log)).toMatchObject({ operation: "Delete", manager: "", fields: [] });
  });

  test("has one entry for a repair that takes several tries, in the status meanwhile, also of a process before", () => {
    let log = new DriftLog();
    log.see(deny, openBy("kubectl-edit"));
    const first = carried(log);
    log.settle(deny, "Refused", "the webhook said no");
    log.see(deny, openBy("kubectl-edit"));
    expect(log.unsettled).toMatchObject([{ state: "Refused", message: "the webhook said no" }]);
    log = new DriftLog(log.unsettled);
    vi.advanceTimersByTime(120_000);
    log.see(deny, openBy("kubectl-edit"));
    expect(repaired(log)).toEqual(first);
    expect(log.unsettled).toEqual([]);
  });

  test("has one entry a minute for somebody who does the same again and again", () => {
    const log = new DriftLog();
    const seen = [0, 20, 59, 61].map((seconds) => {
      vi.setSystemTime(Date.parse("2026-11-22T01:00:00Z") + seconds * 1000);
      log.see(deny, openBy("kubectl-edit"));
      return repaired(log)?.seenAt.slice(11, 19);
    });
    expect(seen).toEqual(["01:00:00", "01:00:00", "01:00:00", "01:01:01"]);
    log.see(deny, openBy("helm"));
    expect(repaired(log)).toMatchObject({ manager: "helm", seenAt: "2026-11-22T01:01:01.000Z" });
  });

  test("lists the newest 20 in the status", () => {
    const old = Array.from({ length: 30 }, (_, i) => ({
      ...{ kind: "Secret", name: `s-${i}`, state: "Refused", message: "no" },
      seenAt: `2026-11-22T00:00:${10 + i}Z`,
    })) as Drift[];
    const { unsettled } = new DriftLog(old);
    expect([unsettled.length, unsettled[0]?.name]).toEqual([20, "s-29"]);
  });

  test("leaves nothing open of an object that is no longer wanted", () => {
    const log = new DriftLog();
    log.see(deny, openBy("kubectl-edit"));
    log.settle(deny, "Refused", "the webhook said no");
    log.keep([deny]);
    expect(log.unsettled).toHaveLength(1);
    log.keep([]);
    expect(log.unsettled).toEqual([]);
  });

  test("has nothing of what the controller itself had written", () => {
    const log = new DriftLog();
    log.see(deny, openBy("portico-control"));
    expect(log.marked(deny)).toBe(deny);
  });
});
