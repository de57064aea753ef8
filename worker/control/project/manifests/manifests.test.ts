import { describe, expect, test } from "vitest";
import { resolved } from "#lib/domain/tiers/rules.ts";
import { config, project } from "../../testing/factories.ts";
import { bundle } from "../phases.ts";
import { limitRangeManifest } from "./limit-range.ts";
import { namespaceManifest } from "./namespace.ts";
import { networkPolicyManifests } from "./network-policies.ts";
import { resourceQuotaManifest } from "./resource-quota.ts";
import { onlyRevoking, roleBindingManifests } from "./role-bindings.ts";
import { secretManifest } from "./secret.ts";
import { serviceAccountManifests } from "./service-accounts.ts";

const ownership = {
  "app.kubernetes.io/managed-by": "portico",
  "portico.dev/tenant": "acme",
  "portico.dev/project": "acme-vision",
};
const metadata = (name: string) => ({
  name,
  namespace: "project-vision",
  labels: ownership,
  annotations: {},
});
const names = (objects: { metadata: { name: string } }[]) => objects.map((object) => object.metadata.name);

describe("the bundle", () => {
  test("is made in an order in which guards come before rights", () => {
    const steps = bundle(
      project({ egress: { mode: "internet", gateways: [{ cidr: "10.0.0.0/24", ports: [443] }] } }),
      config,
    );
    expect(steps.map(({ phase, object }) => `${phase}: ${object.kind}/${object.metadata.name}`)).toEqual([
      "namespace: Namespace/project-vision",
      "guards: NetworkPolicy/default-deny",
      "guards: NetworkPolicy/allow-dns",
      "guards: NetworkPolicy/allow-gateways",
      "guards: NetworkPolicy/allow-internet",
      "guards: ResourceQuota/portico",
      "guards: LimitRange/portico",
      "guards: ServiceAccount/default",
      "guards: ServiceAccount/session",
      "guards: Secret/project-credentials",
      "rights: RoleBinding/portico-viewer",
      "rights: RoleBinding/portico-editor",
      "rights: RoleBinding/portico-admin",
      "rights: RoleBinding/portico-web",
    ]);
  });

  test("names the change that caused it on every object", () => {
    const changed = project({}, { metadata: { annotations: { "portico.dev/request-id": "req-7" } } });
    for (const { object } of bundle(changed, config)) {
      expect(object.metadata.annotations).toMatchObject({ "portico.dev/request-id": "req-7" });
    }
  });
});

test("the namespace enforces the restricted level at one version and says whose it is", () => {
  expect(namespaceManifest(project(), config)).toEqual({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: "project-vision",
      labels: {
        ...ownership,
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.36",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.36",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.36",
      },
      annotations: { "portico.dev/project-uid": "uid-of-acme-vision" },
    },
  });
});

test.each([
  ["small", "internet", "baseline", { egress: ["allow-gateways"], level: "restricted", cpu: "2" }],
  ["small", "none", "restricted", { egress: [], level: "restricted", cpu: "2" }],
  [
    "standard",
    "internet",
    "baseline",
    { egress: ["allow-gateways", "allow-internet"], level: "restricted", cpu: "4" },
  ],
  ["standard", "none", "baseline", { egress: [], level: "restricted", cpu: "4" }],
  [
    "large",
    "internet",
    "baseline",
    { egress: ["allow-gateways", "allow-internet"], level: "baseline", cpu: "16" },
  ],
  ["large", "gateways", "restricted", { egress: ["allow-gateways"], level: "restricted", cpu: "16" }],
])(
  "a project of tier %s that chose %s and %s gets what the tier has of it",
  (tier, egressMode, podSecurity, want) => {
    const { limits, egressMode: mode, podSecurity: level } = resolved(tier, { egressMode, podSecurity });
    const gateways = [{ cidr: "10.0.0.0/24", ports: [443] }];
    const made = project({ limits, egress: { mode, gateways }, podSecurity: level });
    const labels = namespaceManifest(made, config).metadata.labels ?? {};
    const levels = ["enforce", "audit", "warn"].map((what) => labels[`pod-security.kubernetes.io/${what}`]);
    expect(levels).toEqual([want.level, want.level, want.level]);
    expect(names(networkPolicyManifests(made, config)).slice(2)).toEqual(want.egress);
    expect(resourceQuotaManifest(made).spec).toMatchObject({ hard: { "requests.cpu": want.cpu } });
  },
);

test("the quota holds exactly the project's limits", () => {
  const quota = { "requests.cpu": "4", "count/jobs.batch": "50" };
  expect(resourceQuotaManifest(project({ limits: { quota } }))).toEqual({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: metadata("portico"),
    spec: { hard: quota },
  });
});

test("the limit range is filled in as the API server would", () => {
  const container = {
    default: { cpu: "500m" },
    defaultRequest: { cpu: "100m" },
    max: { cpu: "4", memory: "8Gi" },
  };
  expect(limitRangeManifest(project({ limits: { container } }))).toEqual({
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: metadata("portico"),
    spec: {
      limits: [
        {
          type: "Container",
          max: { cpu: "4", memory: "8Gi" },
          default: { cpu: "500m", memory: "8Gi" },
          defaultRequest: { cpu: "100m", memory: "8Gi" },
        },
      ],
    },
  });
});

describe("network policies", () => {
  test("without egress everything but DNS is closed", () => {
    expect(networkPolicyManifests(project(), config)).toEqual([
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: metadata("default-deny"),
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [] },
      },
      {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: metadata("allow-dns"),
        spec: {
          podSelector: {},
          policyTypes: ["Egress"],
          egress: [
            {
              to: [
                {
                  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                },
              ],
              ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
              ],
            },
          ],
        },
      },
    ]);
  });

  test("gateways are opened on their ports alone", () => {
    const gateways = [
      { cidr: "10.20.0.0/24", ports: [443] },
      { namespace: "llm-gateway", ports: [4000, 4001] },
    ];
    const [, , policy] = networkPolicyManifests(project({ egress: { mode: "gateways", gateways } }), config);
    expect(policy?.spec).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        { to: [{ ipBlock: { cidr: "10.20.0.0/24" } }], ports: [{ protocol: "TCP", port: 443 }] },
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "llm-gateway" } } }],
          ports: [
            { protocol: "TCP", port: 4000 },
            { protocol: "TCP", port: 4001 },
          ],
        },
      ],
    });
  });

  test("gateways stay closed when the mode is none", () => {
    const gateways = [{ cidr: "10.20.0.0/24", ports: [443] }];
    expect(names(networkPolicyManifests(project({ egress: { mode: "none", gateways } }), config))).toEqual([
      "default-deny",
      "allow-dns",
    ]);
  });

  test("the open internet never has a private range or the metadata address in it", () => {
    const policies = networkPolicyManifests(project({ egress: { mode: "internet" } }), config);
    const egress = policies.find(({ metadata }) => metadata.name === "allow-internet")?.spec?.egress;
    const [v4, v6] = (egress as { to: { ipBlock: { except: string[] } }[] }[])[0]!.to;
    expect(v4?.ipBlock.except).toEqual(
      expect.arrayContaining([
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
      ]),
    );
    expect(v6?.ipBlock.except).toEqual(expect.arrayContaining(["fc00::/7", "fe80::/10", "64:ff9b::/96"]));
  });
});

test("no service account mounts a token, default and bots included", () => {
  const accounts = serviceAccountManifests(project({ bots: [{ name: "nightly" }] }));
  expect(names(accounts)).toEqual(["default", "session", "nightly"]);
  expect(accounts.every((account) => account.automountServiceAccountToken === false)).toBe(true);
});

test("the credentials' Secret is wanted without any data", () => {
  expect(secretManifest(project())).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata("project-credentials"),
    type: "Opaque",
  });
});

describe("role bindings", () => {
  const rbac = "rbac.authorization.k8s.io";
  const subjects = {
    admin: [{ kind: "User", name: "oidc:a" }],
    editor: [
      { kind: "Group", name: "oidc:team" },
      { kind: "Group", name: "oidc:team" },
    ],
    viewer: [{ kind: "User", name: "oidc:v" }],
  };
  const held = (spec: object) =>
    Object.fromEntries(roleBindingManifests(project(spec), config).map((b) => [b.metadata.name, b.subjects]));

  test("each role is bound to our own ClusterRole, each subject once", () => {
    expect(roleBindingManifests(project({ subjects }), config)[1]).toEqual({
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata: metadata("portico-editor"),
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "portico-editor" },
      subjects: [{ apiGroup: rbac, kind: "Group", name: "oidc:team" }],
    });
  });

  test("bots and the portal's web are service accounts", () => {
    expect(held({ subjects, bots: [{ name: "nightly" }] })).toEqual({
      "portico-viewer": [{ apiGroup: rbac, kind: "User", name: "oidc:v" }],
      "portico-editor": [{ apiGroup: rbac, kind: "Group", name: "oidc:team" }],
      "portico-admin": [{ apiGroup: rbac, kind: "User", name: "oidc:a" }],
      "portico-bot": [{ kind: "ServiceAccount", name: "nightly", namespace: "project-vision" }],
      "portico-web": [{ kind: "ServiceAccount", name: "portico-web", namespace: "portico-system" }],
    });
  });

  test("a suspended project leaves looking and takes the rest", () => {
    expect(held({ subjects, bots: [{ name: "nightly" }], suspended: true })).toMatchObject({
      "portico-viewer": [{ name: "oidc:v" }],
      "portico-editor": [],
      "portico-admin": [],
      "portico-bot": [],
    });
  });

  test("while guards are missing rights may go but none may come", () => {
    const [viewer] = roleBindingManifests(
      project({
        subjects: {
          viewer: [
            { kind: "User", name: "stays" },
            { kind: "User", name: "new" },
          ],
        },
      }),
      config,
    );
    const live = [
      { kind: "User" as const, name: "stays", apiGroup: rbac },
      { kind: "User" as const, name: "goes", apiGroup: rbac },
    ];
    expect(onlyRevoking(viewer!, live).subjects).toEqual([{ kind: "User", name: "stays", apiGroup: rbac }]);
  });
});
