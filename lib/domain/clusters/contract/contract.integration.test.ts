import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { isNotFound, type KubeError } from "#lib/infra/kube/errors.ts";
import { type KubeObject, namespaces } from "#lib/infra/kube/objects.ts";
import { installCluster } from "#scripts/install-cluster.ts";
import { agenticSessionResource } from "./agentic-session.ts";
import { API_VERSION } from "./meta.ts";
import { projectResource } from "./project.ts";
import { tenantResource } from "./tenant.ts";

const admin = new KubeClient(fromFile(inject("kubeconfig")));
const run = Math.random().toString(36).slice(2, 8);
const namespace = `contract-${run}`;

beforeAll(async () => {
  await installCluster(admin);
  await admin.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
});
afterAll(async () => {
  await admin.delete(namespaces, { name: namespace });
  admin.close();
});

const project = (spec: object = {}, name = `p-${run}`): KubeObject => ({
  apiVersion: API_VERSION,
  kind: "Project",
  metadata: { name },
  ...{ spec: { displayName: "Vision", tenantRef: { name: "acme" }, namespace: name, ...spec } },
});
const session = (spec: object = {}, name = `s-${run}`): KubeObject => ({
  apiVersion: API_VERSION,
  kind: "AgenticSession",
  metadata: { name, namespace },
  ...{
    spec: {
      prompt: "Say hello.",
      projectRef: { name: namespace, namespace },
      userContext: { userId: "oidc:7f3c" },
      agent: { model: "claude-sonnet-4-5" },
      ...spec,
    },
  },
});
const dry = { dryRun: true };
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => "accepted",
    (error: KubeError) => error.message,
  );

describe("a Project", () => {
  test("needs only a name for people, a tenant and a namespace; the rest is filled in", async () => {
    const stored = projectResource.read(await admin.create(projectResource, project(), dry));
    expect(stored.spec).toEqual({
      displayName: "Vision",
      tenantRef: { name: "acme" },
      namespace: `p-${run}`,
      limits: { quota: {}, container: { default: {}, defaultRequest: {}, max: {} }, concurrentSessions: 5 },
      subjects: { admin: [], editor: [], viewer: [] },
      bots: [],
      egress: { mode: "none", gateways: [] },
      podSecurity: "restricted",
      sharedCredentials: [],
      externalCredentials: [],
      labels: {},
      suspended: false,
    });
  });

  test.each([
    ["a name with a slash", { "a/b": "x" }, /A label's name is at most/],
    ["a value with a space", { team: "the best" }, /spec\.labels\.team/],
  ])("takes no label with %s", async (_, labels, words) => {
    expect(await refusal(admin.create(projectResource, project({ labels }), dry))).toMatch(words);
    expect(await refusal(admin.create(projectResource, project({ labels: { team: "a.b-c" } }), dry))).toBe(
      "accepted",
    );
  });

  const gateway = (value: object) => ({ egress: { mode: "gateways", gateways: [value] } });
  test.each<[string, object, RegExp]>([
    ["a namespace of Kubernetes", { namespace: "kube-apps" }, /belongs to the cluster or to Portico/],
    ["a namespace of OpenShift", { namespace: "openshift-apps" }, /belongs to the cluster or to Portico/],
    ["the default namespace", { namespace: "default" }, /belongs to the cluster or to Portico/],
    ["Portico's own namespace", { namespace: "portico-system" }, /belongs to the cluster or to Portico/],
    ["a namespace that is no DNS label", { namespace: "Vision_1" }, /spec\.namespace/],
    [
      "a group of the cluster as a subject",
      { subjects: { admin: [{ kind: "Group", name: "system:masters" }] } },
      /cluster's own users and groups/,
    ],
    [
      "a service account as a subject",
      { subjects: { viewer: [{ kind: "ServiceAccount", name: "x" }] } },
      /Unsupported value/,
    ],
    [
      "a gateway that holds the metadata address",
      gateway({ cidr: "169.254.0.0/16", ports: [80] }),
      /does not hold 169\.254\.169\.254/,
    ],
    [
      "a gateway that is everything",
      gateway({ cidr: "0.0.0.0/0", ports: [80] }),
      /does not hold 169\.254\.169\.254/,
    ],
    [
      "a gateway that is no address range",
      gateway({ cidr: "10.0.0.300/8", ports: [80] }),
      /A gateway is an address range/,
    ],
    [
      "a gateway that is two things",
      gateway({ cidr: "10.0.0.0/24", namespace: "gw", ports: [80] }),
      /either an address range or a namespace/,
    ],
    ["a gateway without ports", gateway({ cidr: "10.0.0.0/24", ports: [] }), /at least 1 items/],
    ["a limit that is no amount", { limits: { quota: { pods: "many" } } }, /limits\.quota/],
    ["a bot with a name of ours", { bots: [{ name: "session" }] }, /taken by Portico's own service accounts/],
    ["a field that nobody knows", { image: "evil" }, /unknown field "spec\.image"/],
    ["a lower pod security level", { podSecurity: "privileged" }, /Unsupported value/],
  ])("is refused for %s", async (_, spec, words) => {
    expect(await refusal(admin.create(projectResource, project(spec), dry))).toMatch(words);
  });

  test("keeps its namespace and its tenant", async () => {
    const name = `kept-${run}`;
    await admin.create(projectResource, project({}, name));
    const change = (spec: object) => refusal(admin.patch(projectResource, { name }, { spec }));
    expect(await change({ namespace: "another" })).toMatch(/A project keeps its namespace/);
    expect(await change({ tenantRef: { name: "umbrella" } })).toMatch(/This field cannot be changed/);
    expect(await change({ displayName: "New words" })).toBe("accepted");
    await admin.patch(projectResource, { name }, { metadata: { finalizers: null } });
    await admin.delete(projectResource, { name });
  });

  test("cannot have a name that is no DNS label", async () => {
    const named = project({ namespace: "fine" }, "two.labels");
    expect(await refusal(admin.create(projectResource, named, dry))).toMatch(/one DNS label of at most 63/);
  });

  test("at its largest costs no more than the API server allows", async () => {
    const many = <T>(count: number, make: (i: number) => T) =>
      Array.from({ length: count }, (_, i) => make(i));
    const subjects = many(300, (i) => ({ kind: "User", name: `${"u".repeat(300)}${i}` }));
    const largest = project({
      subjects: { admin: subjects, editor: subjects, viewer: subjects },
      bots: many(100, (i) => ({ name: `bot-${i}` })),
      egress: { mode: "gateways", gateways: many(32, (i) => ({ cidr: `10.${i}.0.0/16`, ports: [443] })) },
      limits: { quota: Object.fromEntries(many(64, (i) => [`count/things${i}.example.org`, "1"])) },
    });
    expect(await refusal(admin.create(projectResource, largest, dry))).toBe("accepted");
  });
});

describe("an AgenticSession", () => {
  test("is filled in with what most want", async () => {
    const stored = agenticSessionResource.read(await admin.create(agenticSessionResource, session(), dry));
    expect(stored.spec).toMatchObject({
      agent: { type: "chat", model: "claude-sonnet-4-5", arguments: {} },
      credentialRefs: [],
      resourceClass: "small",
      timeoutSeconds: 1800,
      inactivityTimeoutSeconds: 600,
      stop: false,
    });
  });

  test.each<[string, object, RegExp]>([
    ["an image", { image: "evil" }, /unknown field "spec\.image"/],
    ["a command", { command: ["sh"] }, /unknown field "spec\.command"/],
    ["environment", { env: [{ name: "A", value: "b" }] }, /unknown field "spec\.env"/],
    ["a service account", { serviceAccountName: "default" }, /unknown field "spec\.serviceAccountName"/],
    [
      "an argument that the agent does not know",
      { agent: { model: "m", arguments: { shell: "sh" } } },
      /unknown field "spec\.agent\.arguments\.shell"/,
    ],
    ["a credential that is a path", { credentialRefs: [{ name: "../token" }] }, /credentialRefs/],
    ["a credential that is a folder", { credentialRefs: [{ name: ".." }] }, /a key of a Secret/],
    ["the same credential twice", { credentialRefs: [{ name: "a" }, { name: "a" }] }, /Duplicate value/],
    ["a prompt that is empty", { prompt: "" }, /spec\.prompt/],
    ["a prompt without end", { prompt: "x".repeat(32_769) }, /Too long/],
    ["a website that is a file", { websiteURL: "file:///etc/passwd" }, /websiteURL/],
    ["no end", { timeoutSeconds: 86_401 }, /timeoutSeconds/],
  ])("is refused for %s", async (_, spec, words) => {
    expect(await refusal(admin.create(agenticSessionResource, session(spec), dry))).toMatch(words);
  });

  test("never changes, but for the wish to stop, which is not taken back", async () => {
    const name = `fixed-${run}`;
    await admin.create(agenticSessionResource, session({ websiteURL: "https://example.org" }, name));
    const change = (spec: object) =>
      refusal(admin.patch(agenticSessionResource, { namespace, name }, { spec }));
    for (const spec of [
      { prompt: "Say something else." },
      { websiteURL: null },
      { botAccount: { serviceAccountName: "nightly" } },
      { agent: { model: "another" } },
      { credentialRefs: [{ name: "another" }] },
      { timeoutSeconds: 5 },
      { userContext: { userId: "oidc:another" } },
      { clonedFrom: "another" },
    ]) {
      expect(await change(spec)).toMatch(/cannot be changed, only stopped/);
    }
    expect(await change({ stop: true })).toBe("accepted");
    expect(await change({ stop: false })).toMatch(/asked to stop cannot go on/);
  });
});

test("what kubectl prints has the columns that people look for", async () => {
  const accept = "application/json;as=Table;g=meta.k8s.io;v=v1";
  const columns = async (plural: string) => {
    const table = await admin.request<{ columnDefinitions: { name: string }[] }>(
      "GET",
      `/apis/${API_VERSION}/${plural}`,
      { accept },
    );
    return table.columnDefinitions.map((column) => column.name);
  };
  expect(await columns("tenants")).toEqual(["Name", "Tier", "Projects", "Ready", "Age"]);
  expect(await columns("projects")).toEqual(["Name", "Tenant", "Namespace", "Phase", "Message", "Age"]);
  expect(await columns("agenticsessions")).toEqual([
    "Name",
    "Phase",
    "Agent",
    "Model",
    "User",
    "Message",
    "Age",
  ]);
});

test("all kinds are found by the category and their short names", async () => {
  const { resources } = await admin.request<{
    resources: { name: string; shortNames?: string[]; categories?: string[] }[];
  }>("GET", `/apis/${API_VERSION}`);
  const kinds = resources.filter(({ name }) => !name.includes("/"));
  expect(Object.fromEntries(kinds.map(({ name, shortNames }) => [name, shortNames]))).toEqual({
    tenants: ["ptenant"],
    projects: ["pproj"],
    agenticsessions: ["asess"],
  });
  expect(kinds.every(({ categories }) => categories?.includes("portico"))).toBe(true);
});

test("status is written only through its own door", async () => {
  const name = `status-${run}`;
  const tenant = {
    apiVersion: API_VERSION,
    kind: "Tenant",
    metadata: { name },
    ...{ spec: { displayName: "T" } },
  };
  await admin.create(tenantResource, { ...tenant, ...{ status: { projects: 7 } } });
  const stored = tenantResource.read(await admin.get(tenantResource, { name }));
  expect(stored.status).toBeUndefined();
  await admin.delete(tenantResource, { name });
  await expect(admin.request("GET", `/apis/${API_VERSION}/tenants/${name}`)).rejects.toSatisfy(isNotFound);
});
