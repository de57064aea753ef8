import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { API_VERSION, annotations, FINALIZER, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { type Drift, driftSchema, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import {
  type KubeObject,
  kindOf,
  limitRanges,
  namespaces,
  networkPolicies,
  type Resource,
  resourceQuotas,
  roleBindings,
  secrets,
  serviceAccounts,
} from "#lib/infra/kube/objects.ts";
import type { WholeSecret } from "./project/brought.ts";
import { openWorld, unique, until, type World } from "./testing/world.ts";

let world: World;
let admin: KubeClient;
beforeAll(async () => {
  world = await openWorld();
  admin = world.admin;
}, 300_000);
afterAll(async () => {
  await admin.delete(secrets, organizationSecret(world.tenant));
  await world.close();
}, 120_000);

const limits = {
  quota: { "requests.cpu": "4", "requests.memory": "8192Mi", pods: "30" },
  container: { default: { cpu: "500m" }, max: { cpu: "4", memory: "8Gi" } },
};
const person = (name: string) => ({ kind: "User", name });
const egress = { mode: "internet", gateways: [{ cidr: "10.20.0.0/24", ports: [443] }] };
const full = {
  limits,
  egress,
  subjects: { admin: [person("oidc:a")], editor: [person("oidc:e")], viewer: [] },
};

interface Anything extends KubeObject {
  [field: string]: unknown;
}
const isMissing = (field: string, fields: unknown) => Boolean(fields) && !(field in (fields as object));
const hardOf = (quota: Anything | undefined) => (quota?.spec as { hard?: object } | undefined)?.hard;
const as = (resource: Resource<unknown>) => resource as Resource<Anything>;
const change = (name: string, spec: object) => admin.patch(projectResource, { name }, { spec });
const phaseOf = (name: string) => world.projectNow(name)?.status?.phase;
const conditionOf = (name: string, type: string) =>
  world.projectNow(name)?.status?.conditions.find((condition) => condition.type === type);

const ADMISSION = "admissionregistration.k8s.io/v1";
const mallory = { fieldManager: "mallory" };

/** What the objects of a project say of their repair, newest first. */
const repairsOf = (name: string): Drift[] => {
  const { cache } = world.control;
  return [
    cache.namespaces.store.get(name),
    ...Object.values(cache.bundle).flatMap(({ store }) => store.by("namespace", name)),
  ]
    .flatMap((object) => object?.metadata.annotations?.[annotations.repaired] ?? [])
    .map((text) => driftSchema.parse(JSON.parse(text)))
    .sort((a, b) => b.seenAt.localeCompare(a.seenAt));
};

/** Waits until everything the controller knows has been dealt with. */
const settled = () =>
  until("the controller has nothing to do", () =>
    Object.values(world.control.counters().queues).every((depth) => depth === 0),
  );

describe("a new project", () => {
  test("gets its whole bundle, guards before rights, in as many calls as objects and a status", async () => {
    const name = await world.ready(full);
    const bundle = world.projectNow(name)!.status!.objects;
    expect(bundle.map(({ kind, name: object }) => `${kind}/${object}`)).toEqual([
      `Namespace/${name}`,
      "NetworkPolicy/default-deny",
      "NetworkPolicy/allow-dns",
      "NetworkPolicy/allow-gateways",
      "NetworkPolicy/allow-internet",
      "ResourceQuota/portico",
      "LimitRange/portico",
      "ServiceAccount/default",
      "ServiceAccount/session",
      "Secret/project-credentials",
      "RoleBinding/portico-viewer",
      "RoleBinding/portico-editor",
      "RoleBinding/portico-admin",
      "RoleBinding/portico-web",
    ]);
    for (const { kind, name: object } of bundle.slice(1)) {
      const resource = [
        networkPolicies,
        resourceQuotas,
        limitRanges,
        serviceAccounts,
        secrets,
        roleBindings,
      ].find((r) => r.kind === kind)!;
      expect(await admin.get(as(resource), { namespace: name, name: object })).toBeDefined();
    }
    await settled();
    const calls = world.callsAbout(name);
    const isRight = ({ path }: { path: string }) => path.includes("rolebindings");
    const writes = calls.filter(({ path }) => path.includes("/namespaces/"));
    const lastGuard = Math.max(...writes.filter((call) => !isRight(call)).map((call) => call.endedAt));
    expect(Math.min(...writes.filter(isRight).map((call) => call.startedAt))).toBeGreaterThan(lastGuard);
    const statuses = calls.filter(({ path }) => /\/status\b/.test(path));
    expect(calls.length - statuses.length).toBe(bundle.length);
    // A slow machine sees some on the way besides the last one: after 0.5 s, 2 s, 6 s.
    expect(statuses.length).toBeLessThanOrEqual(4);
    expect(calls.filter(({ method }) => method === "GET")).toEqual([]);
  });

  test("waits for its tenant and begins when that is there", async () => {
    const tenant = unique("late");
    const name = await world.project({ tenantRef: { name: tenant } });
    await until("it says so", () => conditionOf(name, "Ready")?.reason === "TenantMissing");
    expect(phaseOf(name)).toBe("Pending");
    await admin.create(
      { apiVersion: projectResource.apiVersion, kind: "Tenant", plural: "tenants", namespaced: false },
      {
        apiVersion: projectResource.apiVersion,
        kind: "Tenant",
        metadata: { name: tenant },
        ...{ spec: { displayName: tenant } },
      },
    );
    await until("it is Ready", () => phaseOf(name) === "Ready");
  });
});

describe("a project that stands", () => {
  test("costs no call when nothing changed, and one for each object that drifted, which says who it was", async () => {
    const name = await world.ready({ ...full, egress: { mode: "none" } });
    await settled();
    const at = (resource: Resource<unknown>, object: string) =>
      [as(resource), { namespace: name, name: object }] as const;
    const drifts: [string, () => Promise<unknown>, () => Promise<boolean>][] = [
      [
        "a rule that opens the namespace",
        () => admin.patch(...at(networkPolicies, "default-deny"), { spec: { ingress: [{}] } }, mallory),
        async () => isMissing("ingress", (await admin.get(...at(networkPolicies, "default-deny")))?.spec),
      ],
      [
        "a limit added to the quota",
        () =>
          admin.patch(
            ...at(resourceQuotas, "portico"),
            { spec: { hard: { pods: "30", services: "0" } } },
            mallory,
          ),
        async () => isMissing("services", hardOf(await admin.get(...at(resourceQuotas, "portico")))),
      ],
      [
        "a stranger among the editors",
        () =>
          admin.patch(
            ...at(roleBindings, "portico-editor"),
            {
              subjects: [{ kind: "User", name: "mallory", apiGroup: "rbac.authorization.k8s.io" }],
            },
            mallory,
          ),
        async () =>
          JSON.stringify((await admin.get(...at(roleBindings, "portico-editor")))?.subjects).includes(
            "oidc:e",
          ),
      ],
      [
        "a token mounted by default",
        () => admin.patch(...at(serviceAccounts, "default"), { automountServiceAccountToken: true }, mallory),
        async () =>
          (await admin.get(...at(serviceAccounts, "default")))?.automountServiceAccountToken === false,
      ],
      [
        "a limit range deleted",
        () => admin.delete(...at(limitRanges, "portico")),
        async () => (await admin.get(...at(limitRanges, "portico"))) !== undefined,
      ],
      [
        "the Secret deleted",
        () => admin.delete(...at(secrets, "project-credentials")),
        async () => (await admin.get(...at(secrets, "project-credentials"))) !== undefined,
      ],
      [
        "a pod security level lowered",
        () =>
          admin.patch(
            namespaces,
            { name },
            { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
            mallory,
          ),
        async () =>
          (await admin.get(namespaces, { name }))?.metadata.labels?.["pod-security.kubernetes.io/enforce"] ===
          "restricted",
      ],
    ];
    for (const [what, drift, repaired] of drifts) {
      // A change of the Project that means nothing is looked at as well, and costs nothing.
      await admin.patch(
        projectResource,
        { name },
        { metadata: { annotations: { "example.org/note": what } } },
      );
      const before = world.callsAbout(name).length;
      await drift();
      await until(`repaired: ${what}`, repaired);
      await settled();
      expect([what, world.callsAbout(name).length - before]).toEqual([what, 1]);
    }
    expect(world.projectNow(name)!.status!.drift).toEqual([]);
    const seen = repairsOf(name);
    expect(seen.map(({ kind, fields, operation, state }) => [kind, fields, operation, state])).toEqual([
      ["Namespace", ["metadata.labels.pod-security.kubernetes.io/enforce"], "Update", "Repaired"],
      ["Secret", [], "Delete", "Repaired"],
      ["LimitRange", [], "Delete", "Repaired"],
      ["ServiceAccount", ["automountServiceAccountToken"], "Update", "Repaired"],
      ["RoleBinding", ["subjects"], "Update", "Repaired"],
      ["ResourceQuota", ["spec.hard.services"], "Update", "Repaired"],
      ["NetworkPolicy", ["spec.ingress"], "Update", "Repaired"],
    ]);
    for (const { operation, manager, changedAt } of seen)
      expect([manager, Boolean(changedAt)]).toEqual(operation === "Delete" ? ["", false] : ["mallory", true]);
  });

  test("has no drift of what its tenant's suspension, its own or a new spec changed", async () => {
    const name = await world.ready(full);
    const tenant = as(tenantResource);
    for (const suspended of [true, false]) {
      await admin.patch(tenant, { name: world.tenant }, { spec: { suspended } });
      await until("it follows", () => phaseOf(name) === (suspended ? "Suspended" : "Ready"));
    }
    await change(name, { subjects: { viewer: [person("oidc:v")] }, labels: { team: "red" } });
    const label = async () =>
      (await admin.get(namespaces, { name }))?.metadata.labels?.["labels.portico.dev/team"];
    await until("the label is there", async () => (await label()) === "red");
    await change(name, { labels: { team: null } });
    await until("the label is gone", async () => (await label()) === undefined);
    await settled();
    expect([...world.projectNow(name)!.status!.drift, ...repairsOf(name)]).toEqual([]);
  });

  test("keeps what is in its Secret, whoever wrote it", async () => {
    const name = await world.ready();
    const ref = { namespace: name, name: "project-credentials" };
    const data = { "anthropic-api-key": Buffer.from("secret").toString("base64") };
    await admin.patch(secrets, ref, { data, metadata: { labels: { "portico.dev/project": "changed" } } });
    const label = async () =>
      (await admin.get(as(secrets), ref))?.metadata.labels?.["portico.dev/project"] === name;
    await until("the label is put back", label);
    expect((await admin.get(as(secrets), ref))?.data).toEqual(data);
    expect(
      JSON.stringify(world.control.cache.bundle.Secret!.store.get(`${name}/project-credentials`)),
    ).not.toContain(data["anthropic-api-key"]);
  });

  test("loses a right at once, and what an earlier spec had opened", async () => {
    const name = await world.ready(full);
    await change(name, { subjects: { editor: [] }, egress: { mode: "none" } });
    const binding = async () =>
      (await admin.get(as(roleBindings), { namespace: name, name: "portico-editor" }))?.subjects;
    await until("the binding is empty", async () => (await binding()) === undefined);
    const policies = async () =>
      (await admin.list(networkPolicies, { namespace: name })).items.map((p) => p.metadata.name);
    await until("only two policies are left", async () => (await policies()).length === 2);
    expect(await policies()).toEqual(["allow-dns", "default-deny"]);
  });

  test("takes rights away while it is suspended and gives them back after", async () => {
    const name = await world.ready(full);
    const held = async () =>
      JSON.stringify(
        (await admin.get(as(roleBindings), { namespace: name, name: "portico-admin" }))?.subjects ?? [],
      );
    await change(name, { suspended: true });
    await until("it is Suspended", () => phaseOf(name) === "Suspended");
    expect(await held()).toBe("[]");
    await change(name, { suspended: false });
    await until("it is Ready", () => phaseOf(name) === "Ready");
    expect(await held()).toContain("oidc:a");
  });
});

describe("refusals", () => {
  test("an object that the API server refuses is shown in its words, and holds back new rights but not revocations", async () => {
    const name = await world.ready(full);
    await change(name, {
      limits: { quota: { "not a resource": "1" } },
      subjects: { admin: [person("oidc:new")], editor: [] },
    });
    await until("it is Degraded", () => phaseOf(name) === "Degraded");
    const quota = world.projectNow(name)!.status!.objects.find((object) => object.kind === "ResourceQuota")!;
    expect(quota).toMatchObject({
      state: "Refused",
      attempt: expect.any(Number),
      nextRetryAt: expect.any(String),
    });
    expect(quota.message).toContain('Invalid value: "not a resource"');
    expect(conditionOf(name, "QuotaApplied")).toMatchObject({ status: "False", reason: "Refused" });
    const subjects = async (binding: string) =>
      (await admin.get(as(roleBindings), { namespace: name, name: binding }))?.subjects as
        | { name: string }[]
        | undefined;
    expect(await subjects("portico-editor")).toBeUndefined();
    expect(await subjects("portico-admin")).toBeUndefined();

    await change(name, { limits: { quota: { "not a resource": null } } });
    await until("it is Ready", () => phaseOf(name) === "Ready");
    expect((await subjects("portico-admin"))?.map((subject) => subject.name)).toEqual(["oidc:new"]);
  });

  test("a namespace that was there before is never written to, and is not deleted with the project", async () => {
    const name = unique("p");
    await admin.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    await until("its default account is there", () =>
      admin.get(serviceAccounts, { namespace: name, name: "default" }),
    );
    const before = (await admin.get(namespaces, { name }))!.metadata.resourceVersion;
    await world.project(full, name);
    await until("it says so", () => conditionOf(name, "NamespaceReady")?.reason === "NamespaceTaken");
    expect(phaseOf(name)).toBe("Degraded");
    expect(conditionOf(name, "NamespaceReady")?.message).toContain("was not made by Portico");
    expect((await admin.get(namespaces, { name }))!.metadata.resourceVersion).toBe(before);
    expect((await admin.list(roleBindings, { namespace: name })).items).toEqual([]);
    expect((await admin.list(networkPolicies, { namespace: name })).items).toEqual([]);

    await admin.delete(projectResource, { name });
    await until("the project is gone", () => !world.projectNow(name));
    expect((await admin.get(namespaces, { name }))!.metadata.deletionTimestamp).toBeUndefined();
    await admin.delete(namespaces, { name });
  });

  test("drift that the API server does not let be put back says so in its words, until it could be", async () => {
    const name = await world.ready();
    const policy = kindOf(ADMISSION, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false);
    const binding = kindOf(
      ADMISSION,
      "ValidatingAdmissionPolicyBinding",
      "validatingadmissionpolicybindings",
      false,
    );
    const head = (kind: string) => ({ apiVersion: ADMISSION, kind, metadata: { name } });
    const ref = { namespace: name, name: "portico" };
    const open = { spec: { hard: { services: "0" } } };
    await admin.create(policy, {
      ...head("ValidatingAdmissionPolicy"),
      ...{
        spec: {
          matchConstraints: {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
            resourceRules: [
              { operations: ["UPDATE"], apiGroups: [""], apiVersions: ["*"], resources: ["resourcequotas"] },
            ],
          },
          validations: [
            { expression: "has(object.spec.hard) && 'services' in object.spec.hard", message: "held on to" },
          ],
        },
      },
    });
    await admin.create(binding, {
      ...head("ValidatingAdmissionPolicyBinding"),
      ...{ spec: { policyName: name, validationActions: ["Deny"] } },
    });
    try {
      await until("the policy holds", async () =>
        admin
          .patch(resourceQuotas, ref, { metadata: { labels: { "example.org/x": "y" } } }, { dryRun: true })
          .then(
            () => false,
            () => true,
          ),
      );
      await admin.patch(resourceQuotas, ref, open, mallory);
      const [drift] = await until("it says so", () => {
        const seen = world.projectNow(name)?.status?.drift;
        return seen?.[0]?.state === "Refused" && seen;
      });
      expect(drift).toMatchObject({
        kind: "ResourceQuota",
        fields: ["spec.hard.services"],
        manager: "mallory",
      });
      expect(drift?.message).toContain("held on to");
    } finally {
      await admin.delete(binding, { name });
      await admin.delete(policy, { name });
    }
    await until("it is put back", () => world.projectNow(name)?.status?.drift.length === 0);
    expect(repairsOf(name)).toMatchObject([{ manager: "mallory", state: "Repaired" }]);
  });

  test("two projects that want one namespace do not share it", async () => {
    const first = await world.ready();
    const second = await world.project({ namespace: first }, unique("p"));
    await until(
      "the second says so",
      () => conditionOf(second, "NamespaceReady")?.reason === "NamespaceTaken",
    );
    expect(phaseOf(first)).toBe("Ready");
    await admin.delete(projectResource, { name: second });
    await until("the second is gone", () => !world.projectNow(second));
    expect((await admin.get(namespaces, { name: first }))!.metadata.deletionTimestamp).toBeUndefined();
  });
});

test("a tenant counts its projects and its suspension reaches them", async () => {
  const name = await world.ready(full);
  const tenants = world.control.cache.tenants.store;
  await until("it counts", () => (tenants.get(world.tenant)?.status?.projects ?? 0) > 0);
  const tenant = {
    apiVersion: projectResource.apiVersion,
    kind: "Tenant",
    plural: "tenants",
    namespaced: false,
  };
  await admin.patch(
    tenant,
    { name: world.tenant },
    { spec: { suspended: true } },
    { fieldManager: fieldManagers.dispatch },
  );
  await until("the project is Suspended", () => phaseOf(name) === "Suspended");
  await admin.patch(
    tenant,
    { name: world.tenant },
    { spec: { suspended: false } },
    { fieldManager: fieldManagers.dispatch },
  );
  await until("the project is Ready", () => phaseOf(name) === "Ready");
});

// The API server takes five seconds to end a namespace, whatever is in it: these wait for that together.
describe.concurrent("where a namespace ends", () => {
  test("a project that kubectl made without a finalizer gets one before anything is made", async () => {
    const name = unique("p");
    const spec = { displayName: name, tenantRef: { name: world.tenant }, namespace: name };
    await admin.create(projectResource, {
      apiVersion: projectResource.apiVersion,
      kind: "Project",
      metadata: { name },
      ...{ spec },
    });
    await until("it is Ready", () => phaseOf(name) === "Ready");
    expect(world.projectNow(name)!.metadata.finalizers).toEqual([FINALIZER]);
    const [first, second] = world.callsAbout(name);
    expect(first?.path).toContain("/projects/");
    expect(second?.path).toContain("/namespaces");
    await admin.delete(projectResource, { name });
    await until("it is gone", () => !world.projectNow(name));
  });

  test("a namespace that somebody deleted is made anew, and which one is recorded", async () => {
    const name = await world.ready(full);
    const first = world.projectNow(name)!.status!.namespaceUID;
    await admin.delete(namespaces, { name });
    const again = () => {
      const { status } = world.projectNow(name)!;
      return status?.phase === "Ready" && status.namespaceUID !== first && status.namespaceUID;
    };
    const uid = await until("it is Ready again", again);
    expect((await admin.get(namespaces, { name }))?.metadata.uid).toBe(uid);
  });

  test("asking for a retry tries at once what waits for its next turn", async () => {
    const name = unique("p");
    await admin.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    await world.project({}, name);
    const attempts = () => world.projectNow(name)?.status?.objects[0]?.attempt ?? 0;
    await until("it was tried some times", () => attempts() >= 3);
    await admin.delete(namespaces, { name });
    await until("the namespace is gone", async () => !(await admin.get(namespaces, { name })));
    await admin.patch(projectResource, { name }, { metadata: { annotations: { [annotations.retry]: "1" } } });
    await until("it is Ready", () => phaseOf(name) === "Ready", 3000);
  });

  test("a deleted project is taken down to the end, and says on the way what is left", async () => {
    const name = await world.ready(full);
    const seen = new Set<string>();
    await admin.delete(projectResource, { name });
    await until("it is gone", () => {
      const now = world.projectNow(name);
      if (now?.status) seen.add(now.status.phase);
      return !now;
    });
    expect(seen).toContain("Deleting");
    expect(await admin.get(namespaces, { name })).toBeUndefined();
  });
});

const whole = secrets as Resource<WholeSecret>;
const key = "anthropic-api-key";
const jira = "jira-api-token";

const b64 = (text: string) => Buffer.from(text).toString("base64");
const describing = (name: string, more: object = {}) => ({
  [credentialAnnotation(name)]: JSON.stringify({
    kind: name.split("-")[0],
    name: name.split("-")[0],
    keys: { value: name },
    settings: {},
    ...more,
  }),
});

/** Writes credentials of an organization, as the web does: each value with what it is, in one call. */
async function keep(values: Record<string, string | null>, { tenant = world.tenant, more = {} } = {}) {
  const ref = organizationSecret(tenant);
  const notes = Object.entries(values).map(([name, value]) =>
    value === null ? { [credentialAnnotation(name)]: null } : describing(name, more),
  );
  const body = {
    metadata: { annotations: Object.assign({}, ...notes) as Record<string, string> },
    data: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && b64(value)])),
  };
  const there = await admin.get(secrets, ref);
  if (there) return admin.patch(secrets, ref, body);
  return admin.create(secrets, {
    apiVersion: "v1",
    kind: "Secret",
    ...body,
    metadata: { ...ref, ...body.metadata },
  });
}

const share = (name: string, keys: string[]) =>
  admin.patch(
    projectResource,
    { name },
    { spec: { sharedCredentials: keys.map((it) => ({ name: it })) } },
    { fieldManager: fieldManagers.dispatch },
  );
const copyOf = (namespace: string) => admin.get(whole, { namespace, name: SHARED_CREDENTIALS_SECRET });
/** What a project's copy holds, in plain text; null without one. */
const valuesIn = async (namespace: string) => {
  const copy = await copyOf(namespace);
  return (
    copy &&
    Object.fromEntries(
      Object.entries(copy.data ?? {}).map(([name, value]) => [name, Buffer.from(value, "base64").toString()]),
    )
  );
};
const holds = (namespace: string, values: Record<string, string>) =>
  until(`${namespace} holds ${Object.keys(values)}`, async () => {
    const found = await valuesIn(namespace);
    return found && JSON.stringify(found) === JSON.stringify(values);
  });

describe("the organization's credentials in a project", () => {
  test("come with what they are, follow their source, and go", async () => {
    await keep({ [key]: "sk-ant-first", [jira]: "jira-first" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    // Only what is named, not all that the organization has.
    await holds(name, { [key]: "sk-ant-first" });
    expect((await copyOf(name))?.metadata.annotations).toMatchObject(describing(key));

    await keep({ [key]: "sk-ant-second" });
    await holds(name, { [key]: "sk-ant-second" });
    await keep({ [key]: "sk-ant-second" }, { more: { disabled: true } });
    await until("it is disabled", async () =>
      (await copyOf(name))?.metadata.annotations?.[credentialAnnotation(key)]?.includes('"disabled":true'),
    );

    await share(name, [jira]);
    await holds(name, { [jira]: "jira-first" });
    expect((await copyOf(name))?.metadata.annotations).not.toHaveProperty([credentialAnnotation(key)]);
    await keep({ [jira]: null });
    await holds(name, {});
    await share(name, []);
    await until("the copy is gone", async () => !(await copyOf(name)));
    await until("it is Ready and names the copy no more", () => {
      const { phase, objects = [] } = world.projectNow(name)?.status ?? {};
      return phase === "Ready" && objects.every((object) => object.name !== SHARED_CREDENTIALS_SECRET);
    });
  });

  test("wait for a source that is not there yet, and the project is Ready meanwhile", async () => {
    const name = await world.ready({ sharedCredentials: [{ name: "openai-api-key" }] });
    await holds(name, {});
    await keep({ "openai-api-key": "sk-late" });
    await holds(name, { "openai-api-key": "sk-late" });
  });

  test("are put back when somebody changes, adds or takes out a value, and whoever did is named", async () => {
    await keep({ [key]: "sk-ant-right" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    await holds(name, { [key]: "sk-ant-right" });
    const ref = { namespace: name, name: SHARED_CREDENTIALS_SECRET };
    await admin.patch(
      secrets,
      ref,
      { data: { [key]: b64("sk-wrong"), more: b64("x") } },
      { fieldManager: "somebody" },
    );
    await holds(name, { [key]: "sk-ant-right" });
    const repaired = JSON.parse((await copyOf(name))?.metadata.annotations?.[annotations.repaired] ?? "{}");
    expect(repaired).toMatchObject({ kind: "Secret", name: SHARED_CREDENTIALS_SECRET, manager: "somebody" });
    // Viewers read it: neither what its credentials are called nor, of course, what it was changed to, or should be.
    expect(repaired.fields).toEqual(["data"]);
    expect(JSON.stringify([repaired, world.projectNow(name)?.status])).not.toMatch(/sk-|c2st|anthropic/);
    await admin.patch(secrets, ref, { data: null });
    await holds(name, { [key]: "sk-ant-right" });
    await admin.delete(secrets, ref);
    await holds(name, { [key]: "sk-ant-right" });
  });

  test("are those of its own organization, whatever it names", async () => {
    const other = unique("other");
    await admin.create(tenantResource, {
      apiVersion: API_VERSION,
      kind: "Tenant",
      metadata: { name: other },
      ...{ spec: { displayName: "Other" } },
    });
    await keep({ [key]: "sk-ant-ours" });
    const name = await world.ready({ tenantRef: { name: other }, sharedCredentials: [{ name: key }] });
    await holds(name, {});
    await keep({ [key]: "sk-ant-theirs" }, { tenant: other });
    await holds(name, { [key]: "sk-ant-theirs" });
    await admin.delete(secrets, organizationSecret(other));
    await admin.delete(tenantResource, { name: other });
    await holds(name, {});
  });

  test("cost no call while nothing changes", async () => {
    await keep({ [key]: "sk-ant-still" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    await holds(name, { [key]: "sk-ant-still" });
    await until("it is Ready", () => phaseOf(name) === "Ready");
    await settled();
    const before = world.callsAbout(SHARED_CREDENTIALS_SECRET).length;
    await admin.patch(projectResource, { name }, { metadata: { annotations: { "example.com/note": "1" } } });
    await until("the controller has seen it", () =>
      Boolean(world.projectNow(name)?.metadata.annotations["example.com/note"]),
    );
    await settled();
    expect(world.callsAbout(SHARED_CREDENTIALS_SECRET).length).toBe(before);
  });
});

test("a credential that nothing fetches in this cluster is refused with a sentence that does not name it", async () => {
  const descriptor = JSON.stringify({ kind: "jira", name: "jira", keys: { "api-token": jira } });
  const external = {
    ...{ name: jira, descriptor, store: { kind: "ClusterSecretStore", name: "vault" } },
    data: [{ key: jira, remoteKey: "acme/jira" }],
  };
  const name = await world.project({ externalCredentials: [external] });
  const refused = await until("it is said", () => {
    const condition = conditionOf(name, "CredentialsReady");
    return condition?.reason === "Refused" && condition;
  });
  expect(refused.message).toMatch(
    /^ExternalSecret credential-[0-9a-f]{12}: External Secrets Operator is not installed/,
  );
  await until("it is Degraded", () => phaseOf(name) === "Degraded");
  expect(JSON.stringify(world.projectNow(name)?.status)).not.toContain("jira");
  // Everything else of it stands.
  expect(world.projectNow(name)?.status?.objects.filter(({ state }) => state !== "Applied")).toHaveLength(1);
});
