import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Drift } from "#lib/domain/clusters/contract/project.ts";
import type { Deps } from "../deps.ts";
import { config, project } from "../testing/factories.ts";
import { DriftLog, type ManagedEntry, writerOf } from "./drift.ts";
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
  const open: BundleObject = { ...structuredClone(deny), spec: { ...deny.spec, ingress: [{}] } };
  const get = vi.fn();
  const deps = { client: { get }, signal: new AbortController().signal } as unknown as Deps;
  const by = (manager: string) =>
    get.mockResolvedValue({ metadata: { managedFields: [entry(manager, "01", ingress)] } });
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-22T01:00:00Z") });
    get.mockReset();
    by("kubectl-edit");
    return () => vi.useRealTimers();
  });
  const states = (log: DriftLog) => log.entries.map(({ state }) => state);

  test("says what differed, who wrote it, and how it ended", async () => {
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, open);
    expect(states(log)).toEqual(["Repairing"]);
    log.settle(deny, "Repaired");
    expect(log.entries).toEqual([
      {
        kind: "NetworkPolicy",
        name: "default-deny",
        fields: ["spec.ingress"],
        manager: "kubectl-edit",
        operation: "Update",
        changedAt: "2026-11-22T00:00:01Z",
        seenAt: "2026-11-22T01:00:00.000Z",
        state: "Repaired",
        message: "",
      },
    ]);
  });

  test("names nobody for what is gone, and asks for nothing", async () => {
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, undefined);
    expect(log.entries).toMatchObject([{ operation: "Delete", manager: "", fields: [] }]);
    expect(get).not.toHaveBeenCalled();
  });

  test("is not kept from the repair by an API server that does not say who", async () => {
    get.mockRejectedValue(new Error("away"));
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, open);
    expect(log.entries).toMatchObject([{ manager: "", fields: ["spec.ingress"], state: "Repairing" }]);
  });

  test("has one entry for a repair that takes several tries, with the last words", async () => {
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, open);
    log.settle(deny, "Refused", "the webhook said no");
    await log.see(deps, deny, open);
    expect(log.entries).toMatchObject([{ state: "Refused", message: "the webhook said no" }]);
    log.settle(deny, "Repaired");
    expect(log.entries).toMatchObject([{ state: "Repaired", message: "" }]);
  });

  test("has one entry a minute for somebody who does the same again and again", async () => {
    const log = new DriftLog([], [deny]);
    for (const seconds of [0, 20, 59, 61]) {
      vi.setSystemTime(Date.parse("2026-11-22T01:00:00Z") + seconds * 1000);
      await log.see(deps, deny, open);
      log.settle(deny, "Repaired");
    }
    expect(log.entries.map((one) => one.seenAt)).toEqual([
      "2026-11-22T01:01:01.000Z",
      "2026-11-22T01:00:00.000Z",
    ]);
  });

  test("holds the newest 20", async () => {
    const old = Array.from(
      { length: 20 },
      (_, i) => ({ kind: "Secret", name: `s-${i}`, state: "Repaired", fields: [] }) as unknown as Drift,
    );
    const log = new DriftLog(old, [deny]);
    await log.see(deps, deny, open);
    expect(log.entries).toHaveLength(20);
    expect(log.entries[0]).toMatchObject({ name: "default-deny" });
    expect(log.entries.at(-1)).toMatchObject({ name: "s-18" });
  });

  test("leaves nothing open of an object that is no longer wanted", async () => {
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, open);
    log.settle(deny, "Refused", "the webhook said no");
    expect(states(new DriftLog(log.entries, [deny]))).toEqual(["Refused"]);
    expect(states(new DriftLog(log.entries, []))).toEqual(["Repaired"]);
  });

  test("has nothing of what the controller itself had written", async () => {
    by("portico-control");
    const log = new DriftLog([], [deny]);
    await log.see(deps, deny, open);
    expect(log.entries).toEqual([]);
  });
});
