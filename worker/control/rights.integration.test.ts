import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askBeyond, askCluster, knownThere, readClusterSide } from "#lib/domain/access/cluster.ts";
import { differences, orphans, type Subject, strangersOf } from "#lib/domain/access/explain.ts";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { type KubeObject, kindOf, roleBindings } from "#lib/infra/kube/objects.ts";
import { mintKubeconfig } from "#scripts/install-cluster.ts";
import { jobs, pods } from "./session/objects.ts";
import { admin, openWorld, unique, until, type World } from "./testing/world.ts";

interface Review extends KubeObject {
  status?: { allowed: boolean };
}
const reviews = kindOf<Review>(
  "authorization.k8s.io/v1",
  "SubjectAccessReview",
  "subjectaccessreviews",
  false,
);

let world: World;
let project: string;
beforeAll(async () => {
  world = await openWorld();
  const person = (name: string) => [{ kind: "User", name: `oidc:${name}` }];
  project = await world.ready({
    subjects: { viewer: person("viewer"), editor: person("editor"), admin: person("admin") },
    bots: [{ name: "nightly" }],
  });
}, 300_000);
afterAll(() => world.close(), 120_000);

interface Act {
  verb: string;
  resource: string;
  group?: string;
  subresource?: string;
  name?: string;
  namespace?: string;
}

async function may(user: string, act: Act): Promise<boolean> {
  const answer = await world.admin.create<Review>(reviews, {
    apiVersion: reviews.apiVersion,
    kind: reviews.kind,
    metadata: { name: "" },
    ...{ spec: { user, resourceAttributes: { namespace: project, group: "", ...act } } },
  });
  return answer.status?.allowed ?? false;
}

const sessions = { resource: "agenticsessions", group: "portico.dev" };
const bot = () => `system:serviceaccount:${project}:nightly`;
const worker = "system:serviceaccount:portico-system:portico-worker";
const web = "system:serviceaccount:portico-system:portico-web";

describe("in a project", () => {
  test.each([
    ["viewer", ["get", "list", "watch"]],
    ["editor", ["get", "list", "watch", "create", "patch"]],
    ["admin", ["get", "list", "watch", "create", "patch", "delete"]],
  ])("a %s may %j sessions and nothing more of them", async (role, verbs) => {
    for (const verb of ["get", "list", "watch", "create", "patch", "delete", "deletecollection"]) {
      expect([verb, await may(`oidc:${role}`, { verb, ...sessions })]).toEqual([verb, verbs.includes(verb)]);
    }
    expect(await may(`oidc:${role}`, { verb: "patch", ...sessions, subresource: "status" })).toBe(false);
  });

  test("nobody reads a credential or makes a pod, but through a session", async () => {
    const forbidden: Act[] = [
      { verb: "get", resource: "secrets", name: "project-credentials" },
      { verb: "list", resource: "secrets" },
      { verb: "patch", resource: "secrets", name: "project-credentials" },
      { verb: "create", resource: "pods" },
      { verb: "create", resource: "pods", subresource: "exec" },
      { verb: "get", resource: "pods", subresource: "log" },
      { verb: "create", resource: "jobs", group: "batch" },
      { verb: "create", resource: "deployments", group: "apps" },
      { verb: "create", resource: "serviceaccounts", subresource: "token" },
      { verb: "impersonate", resource: "serviceaccounts" },
      { verb: "create", resource: "rolebindings", group: "rbac.authorization.k8s.io" },
      { verb: "patch", resource: "networkpolicies", group: "networking.k8s.io" },
      { verb: "patch", resource: "resourcequotas" },
    ];
    for (const user of ["oidc:viewer", "oidc:editor", "oidc:admin", bot()]) {
      for (const act of forbidden) expect([user, act, await may(user, act)]).toEqual([user, act, false]);
    }
  });

  test("a bot starts and stops sessions", async () => {
    expect(await may(bot(), { verb: "create", ...sessions })).toBe(true);
    expect(await may(bot(), { verb: "patch", ...sessions })).toBe(true);
    expect(await may(bot(), { verb: "delete", ...sessions })).toBe(false);
  });

  test("nobody has a right in another namespace", async () => {
    for (const user of ["oidc:viewer", "oidc:editor", "oidc:admin", bot()]) {
      expect(await may(user, { verb: "get", ...sessions, namespace: "default" })).toBe(false);
    }
  });

  test("the portal's web writes the one Secret and reads logs", async () => {
    expect(await may(web, { verb: "patch", resource: "secrets", name: "project-credentials" })).toBe(true);
    expect(await may(web, { verb: "get", resource: "pods", subresource: "log" })).toBe(true);
    expect(await may(web, { verb: "get", resource: "secrets", name: "project-credentials" })).toBe(false);
    expect(await may(web, { verb: "patch", resource: "secrets", name: "another" })).toBe(false);
    expect(await may(web, { verb: "list", resource: "secrets" })).toBe(false);
    expect(
      await may(web, {
        verb: "get",
        resource: "secrets",
        name: "project-credentials",
        namespace: "kube-system",
      }),
    ).toBe(false);
  });
});

describe("with rights from elsewhere", () => {
  /** The admin's own connection, speaking as somebody with all rights in the project. */
  const as = (user: string, groups: string[] = []) => {
    const { call } = world.admin.transport;
    const client = admin();
    client.transport.call = (options) => {
      const headers: Record<string, string> = { ...options.headers, "impersonate-user": user };
      if (groups[0]) headers["impersonate-group"] = groups[0];
      return call.call(client.transport, { ...options, headers });
    };
    return client;
  };
  const RBAC = "rbac.authorization.k8s.io";
  const givenAll = (name: string) =>
    world.admin.create(roleBindings, {
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata: { name: "from-elsewhere", namespace: project },
      ...{
        roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ apiGroup: RBAC, kind: "User", name }],
      },
    });
  const words = (call: Promise<unknown>) =>
    call.then(
      () => "accepted",
      (error: Error) => error.message,
    );
  const restricted = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  const spec = { containers: [{ name: "c", image: "evil", securityContext: restricted }] };
  const aPod = () => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "evil", namespace: project },
    ...{ spec },
  });
  const aSession = (more: object) => ({
    apiVersion: agenticSessionResource.apiVersion,
    kind: "AgenticSession",
    metadata: { name: unique("s"), namespace: project },
    ...{
      spec: {
        prompt: "Hello.",
        projectRef: { name: project, namespace: project },
        agent: { model: "m" },
        ...more,
      },
    },
  });
  const dry = { dryRun: true };

  test("nothing becomes a pod but a session, except for who may impersonate", async () => {
    await givenAll("oidc:elsewhere");
    const elsewhere = as("oidc:elsewhere");
    await until("the policy holds", async () =>
      (await words(elsewhere.create(pods, aPod(), dry))).includes("only sessions become pods"),
    );
    const template = { metadata: {}, spec: { ...spec, restartPolicy: "Never" } };
    const aJob = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "evil", namespace: project },
      ...{ spec: { template } },
    };
    expect(await words(elsewhere.create(jobs, aJob, dry))).toContain("only sessions become pods");
    const token = { body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} } };
    const path = `/api/v1/namespaces/${project}/serviceaccounts/session/token`;
    expect(await words(elsewhere.request("POST", path, token))).toContain("only sessions become pods");
    expect(await words(world.admin.create(pods, aPod(), dry))).toBe("accepted");
  });

  test("a session made with kubectl bears the name of who made it", async () => {
    const editor = as("oidc:editor");
    const create = (client: KubeClient, more: object) =>
      words(client.create(agenticSessionResource, aSession(more), dry));
    expect(await create(editor, { userContext: { userId: "oidc:editor" } })).toBe("accepted");
    expect(await create(editor, { userContext: { userId: "oidc:admin" } })).toContain(
      "has to be your own name, oidc:editor",
    );
    const botAccount = { serviceAccountName: "nightly" };
    expect(await create(editor, { userContext: { userId: "oidc:editor" }, botAccount })).toContain(
      "Only a bot itself",
    );
    expect(await create(as(bot()), { userContext: { userId: bot() }, botAccount })).toBe("accepted");
  });
});

test("what the access page says of the cluster is what the web finds with its own rights", async () => {
  const config = new KubeConfig();
  config.loadFromString(await mintKubeconfig(world.admin, "portico-web", 3600));
  const client = new KubeClient(config);
  const person = (name: string, role: "editor" | "viewer"): Subject => ({
    kind: "person",
    id: name,
    name,
    detail: null,
    suspended: false,
    scopes: null,
    grants: [{ at: "project", role, group: null, until: null }],
    cluster: { user: `oidc:${name}`, groups: [] },
  });
  try {
    const side = await readClusterSide(project, client);
    if (!side.ok) throw new Error(side.message);
    expect(side.bots.map(({ name }) => name)).toEqual(["nightly"]);
    // Of the portal's people `editor` is bound, `late` is not yet; `viewer` and `admin` are bound and unknown here.
    const subjects = [person("editor", "editor"), person("late", "editor"), ...side.bots];
    const asked = await askCluster(subjects, "sessions:create", project, client);
    if (!asked.ok) throw new Error(asked.message);
    expect(Object.fromEntries([...asked.said].map(([{ name }, yes]) => [name, yes]))).toEqual({
      editor: true,
      late: false,
      nightly: true,
    });
    expect(
      differences(subjects, "sessions:create", asked.said, false).map(({ subject }) => subject.name),
    ).toEqual(["late"]);
    const known = new Set(["User/oidc:editor", "User/oidc:late", ...knownThere(side.bots)]);
    const found = orphans(side.bound, known);
    const lost = found.map(({ name, why }) => `${name} ${why}`);
    expect(lost.sort()).toEqual(["oidc:admin unknown", "oidc:elsewhere foreign", "oidc:viewer unknown"]);
    const past = await askBeyond([...subjects, ...strangersOf(found)], project, client);
    if (!past.ok) throw new Error(past.message);
    const able = [...past.said].filter(([, said]) => Object.values(said).some(Boolean));
    expect(able.map(([{ name }, said]) => [name, said])).toEqual([
      ["oidc:elsewhere", { secrets: true, pods: true, workloads: true }],
    ]);
    expect(await askCluster(subjects, "project:update", project, client)).toEqual({
      ok: true,
      said: new Map(),
    });
    expect(await readClusterSide("kube-system", client)).toMatchObject({ ok: false });
  } finally {
    client.close();
  }
});

test("the worker reads no Secret but the projects' own, and binds no role but Portico's", async () => {
  const rbac = "rbac.authorization.k8s.io";
  expect(await may(worker, { verb: "list", resource: "secrets" })).toBe(false);
  expect(await may(worker, { verb: "get", resource: "secrets", name: "another" })).toBe(false);
  expect(
    await may(worker, { verb: "bind", resource: "clusterroles", group: rbac, name: "cluster-admin" }),
  ).toBe(false);
  expect(
    await may(worker, { verb: "bind", resource: "clusterroles", group: rbac, name: "portico-editor" }),
  ).toBe(true);
  expect(await may(worker, { verb: "escalate", resource: "clusterroles", group: rbac })).toBe(false);
  expect(await may(worker, { verb: "create", resource: "pods" })).toBe(false);
  expect(await may(worker, { verb: "create", resource: "pods", subresource: "exec" })).toBe(false);
});
