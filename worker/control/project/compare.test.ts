import { describe, expect, test } from "vitest";
import { config, project } from "../testing/factories.ts";
import { difference, differingPaths } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";
import { bundle } from "./phases.ts";
import { pruningPatch } from "./write.ts";

const wanted = project({
  limits: { quota: { "requests.cpu": "4", "requests.memory": "8192Mi" }, container: { max: { cpu: "4" } } },
  subjects: { editor: [{ kind: "User", name: "oidc:e" }] },
  egress: { mode: "internet" },
});
const objects = bundle(wanted, config).map((step) => step.object);
const find = (kind: string, name: string) =>
  objects.find((o) => o.kind === kind && o.metadata.name === name)!;

/** As the API server would give it back. */
function live(object: BundleObject, change: (copy: BundleObject) => void = () => {}): BundleObject {
  const copy = structuredClone(object);
  Object.assign(copy.metadata, { uid: "u", resourceVersion: "7", creationTimestamp: "2026-11-22T00:00:00Z" });
  copy.metadata.labels = { ...copy.metadata.labels, "somebody.else/label": "stays" };
  change(copy);
  return copy;
}

describe("difference", () => {
  test.each(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object] as const))(
    "%s as we made it is the same",
    (_, object) => {
      expect(difference(object, live(object))).toBe("same");
    },
  );

  test("amounts are compared as amounts", () => {
    const quota = find("ResourceQuota", "portico");
    const canonical = live(quota, (o) => {
      o.spec = { hard: { "requests.cpu": "4000m", "requests.memory": "8Gi" } };
    });
    expect(difference(quota, canonical)).toBe("same");
  });

  test("no amounts, which the API server does not store, are no difference", () => {
    const quota = bundle(project(), config).find((step) => step.object.kind === "ResourceQuota")!.object;
    const stored = live(quota, (o) => {
      o.spec = {};
    });
    expect([difference(quota, stored), differingPaths(quota, stored)]).toEqual(["same", []]);
  });

  test("an empty selector, which means everything, is not an absent one", () => {
    const dns = find("NetworkPolicy", "allow-dns");
    const narrowed = live(dns, (o) => {
      delete o.spec!.podSelector;
    });
    expect(difference(dns, narrowed)).toBe("apply");
  });

  test("an empty list that the API server does not store is no difference", () => {
    const deny = find("NetworkPolicy", "default-deny");
    const stored = live(deny, (o) => {
      delete o.spec!.ingress;
      delete o.spec!.egress;
    });
    expect(difference(deny, stored)).toBe("same");
  });

  test.each<[string, string, string, (o: BundleObject) => void, string]>([
    [
      "a rule that opens everything",
      "NetworkPolicy",
      "default-deny",
      (o) => {
        o.spec!.ingress = [{}];
      },
      "apply",
    ],
    [
      "an exception taken out",
      "NetworkPolicy",
      "allow-internet",
      (o) => {
        o.spec!.egress = [{ to: [] }];
      },
      "apply",
    ],
    [
      "an amount raised",
      "ResourceQuota",
      "portico",
      (o) => {
        o.spec = { hard: { "requests.cpu": "40", "requests.memory": "8Gi" } };
      },
      "apply",
    ],
    [
      "an amount added",
      "ResourceQuota",
      "portico",
      (o) => {
        (o.spec!.hard as Record<string, string>).pods = "0";
      },
      "prune",
    ],
    [
      "a scope added",
      "ResourceQuota",
      "portico",
      (o) => {
        o.spec!.scopes = ["Terminating"];
      },
      "prune",
    ],
    [
      "a subject added",
      "RoleBinding",
      "portico-editor",
      (o) => {
        o.subjects = [...(o.subjects as object[]), { kind: "User", name: "mallory" }];
      },
      "apply",
    ],
    [
      "a role exchanged",
      "RoleBinding",
      "portico-viewer",
      (o) => {
        o.roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" };
      },
      "recreate",
    ],
    [
      "a token mounted",
      "ServiceAccount",
      "default",
      (o) => {
        o.automountServiceAccountToken = true;
      },
      "apply",
    ],
    [
      "a level lowered",
      "Namespace",
      "project-vision",
      (o) => {
        o.metadata.labels!["pod-security.kubernetes.io/enforce"] = "privileged";
      },
      "apply",
    ],
    [
      "a label of ours removed",
      "Secret",
      "project-credentials",
      (o) => {
        delete o.metadata.labels!["portico.dev/project"];
      },
      "apply",
    ],
  ])("%s in %s/%s is mended", (_, kind, name, change, how) => {
    const object = find(kind, name);
    expect(difference(object, live(object, change))).toBe(how);
  });

  test("what differs is named by its path, and nothing else is", () => {
    const quota = find("ResourceQuota", "portico");
    const drifted = live(quota, (o) => {
      o.spec = { hard: { "requests.cpu": "4", "requests.memory": "9Gi", services: "0" } };
      o.metadata.labels!["portico.dev/project"] = "another";
    });
    expect(differingPaths(quota, live(quota))).toEqual([]);
    expect(differingPaths(quota, drifted)).toEqual([
      ["spec", "hard", "requests.memory"],
      ["spec", "hard", "services"],
      ["metadata", "labels", "portico.dev/project"],
    ]);
  });

  test("a label that the project no longer has is taken off its namespace, and nobody else's is", () => {
    const before = bundle(project({ labels: { team: "red", cost: "7" } }), config)[0]!.object;
    const after = bundle(project({ labels: { cost: "7" } }), config)[0]!.object;
    expect(before.metadata.labels).toMatchObject({ "labels.portico.dev/team": "red" });
    expect(difference(before, live(before))).toBe("same");
    expect(difference(after, live(before))).toBe("prune");
    expect(differingPaths(after, live(before))).toEqual([["metadata", "labels", "labels.portico.dev/team"]]);
  });

  test("what is taken out is named, and nothing that others write is", () => {
    const quota = find("ResourceQuota", "portico");
    const drifted = live(quota, (o) => {
      o.spec = { hard: { "requests.cpu": "4", services: "0" }, scopes: ["Terminating"] };
    });
    expect(pruningPatch(quota, drifted)).toEqual({
      metadata: { uid: "u", labels: quota.metadata.labels, annotations: {} },
      spec: { hard: { "requests.cpu": "4", "requests.memory": "8192Mi", services: null }, scopes: null },
    });
  });

  test("only another request id is no difference", () => {
    const changed = project({}, { metadata: { annotations: { "portico.dev/request-id": "new" } } });
    const secret = bundle(changed, config).find((step) => step.object.kind === "Secret")!.object;
    const before = live(secret, (o) => {
      o.metadata.annotations = { "portico.dev/request-id": "old" };
    });
    expect(difference(secret, before)).toBe("same");
  });
});
