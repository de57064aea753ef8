import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agenticSessionResource } from "#lib/domain/clusters/contract/agentic-session.ts";
import { ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import {
  type KubeObject,
  kindOf,
  networkPolicies,
  pathOf,
  type Resource,
  resourceQuotas,
  roleBindings,
  secrets,
  serviceAccounts,
} from "#lib/infra/kube/objects.ts";
import { jobs, pods } from "./session/objects.ts";
import { admin, openWorld, unique, until, type World } from "./testing/world.ts";

/**
 * Who can do what in and around projects, tried as they are against the real API server: calls that would write are dry
 * runs, and go through rights and admission all the same. Each row is a guarantee.
 */

const RBAC = "rbac.authorization.k8s.io";
const roles = kindOf(`${RBAC}/v1`, "Role", "roles");
const clusterRoles = kindOf(`${RBAC}/v1`, "ClusterRole", "clusterroles", false);
const clusterRoleBindings = kindOf(`${RBAC}/v1`, "ClusterRoleBinding", "clusterrolebindings", false);
const deployments = kindOf("apps/v1", "Deployment", "deployments");

/** `mine` and `sibling` are of one tenant, `foreign` is of another; `plain` is a namespace that is not Portico's. */
interface Places {
  mine: string;
  sibling: string;
  foreign: string;
  plain: string;
  /** The namespace with the Secrets of all organizations. */
  organizations: string;
  /** Sessions that stand in `mine` and `foreign`. */
  session: string;
  foreignSession: string;
}
/** What came of it: done, refused for want of a right, refused by the policy of that name, or in other words. */
type Answer =
  | "accepted"
  | "no right"
  | "more than held"
  | "portico-workloads"
  | "portico-guards"
  | "portico-namespaces"
  | "portico-status"
  | "portico-sessions"
  | "portico-organizations";
type Act = (at: Places, client: KubeClient) => Promise<unknown>;
type Row = [guarantee: string, who: string, act: Act, answer: Answer];

let world: World;
let at: Places;
const made: (() => Promise<unknown>)[] = [];

const account = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
/** Names of callers that hold wherever the projects are. */
const names: Record<string, () => string> = {
  bot: () => account(at.mine, "nightly"),
  "the other tenant's bot": () => account(at.foreign, "nightly"),
  "the pods' default account": () => account(at.mine, "default"),
  "a session's account": () => account(at.mine, "session"),
  web: () => account("portico-system", "portico-web"),
  worker: () => account("portico-system", "portico-worker"),
};
const kubeSystem = (name: string) => account("kube-system", name);

/** The admin's connection, speaking as somebody else. */
function as(who: string): KubeClient {
  const client = admin();
  const { call, stream } = client.transport;
  const [user = "", group] = (names[who]?.() ?? who).split(" in ");
  const spoken: Record<string, string> = { "impersonate-user": user };
  if (group) spoken["impersonate-group"] = group;
  client.transport.call = (options) =>
    call.call(client.transport, { ...options, headers: { ...options.headers, ...spoken } });
  client.transport.stream = (options) =>
    stream.call(client.transport, { ...options, headers: { ...options.headers, ...spoken } });
  return client;
}

function answerOf(error: unknown): string {
  if (!(error instanceof KubeError) || error.code !== 403) throw error;
  const [, policy] = /ValidatingAdmissionPolicy '([^']+)'/.exec(error.message) ?? [];
  if (policy) return policy;
  if (error.message.includes("is attempting to grant RBAC permissions not currently held"))
    return "more than held";
  return / cannot \w+ resource /.test(error.message) ? "no right" : error.message;
}

const dry = { dryRun: true };
const get =
  (resource: Resource<unknown>, place: keyof Places | undefined, name: (at: Places) => string): Act =>
  (places, client) =>
    client.request("GET", pathOf(resource, { namespace: place && places[place], name: name(places) }));
const list =
  (resource: Resource<unknown>, place?: keyof Places): Act =>
  (places, client) =>
    client.list(resource, { namespace: place && places[place] });
const watch =
  (resource: Resource<unknown>, place?: keyof Places): Act =>
  async (places, client) => {
    const path = pathOf(resource, { namespace: place && places[place] });
    (await client.stream(path, { query: { watch: true, timeoutSeconds: 1 } })).destroy();
  };
const patch =
  (
    resource: Resource<unknown>,
    place: keyof Places,
    name: (at: Places) => string,
    change: unknown,
    subresource?: string,
  ): Act =>
  (places, client) =>
    client.patch(resource, { namespace: places[place], name: name(places) }, change, { ...dry, subresource });
const remove =
  (resource: Resource<unknown>, place: keyof Places, name: (at: Places) => string): Act =>
  (places, client) =>
    client.request("DELETE", pathOf(resource, { namespace: places[place], name: name(places) }), {
      query: { dryRun: "All" },
    });
const create =
  (resource: Resource<unknown>, place: keyof Places | undefined, rest: (at: Places) => object): Act =>
  (places, client) => {
    const metadata = { name: unique("try"), namespace: place && places[place] };
    const { apiVersion, kind } = resource;
    return client.create(resource, { apiVersion, kind, metadata, ...rest(places) }, dry);
  };
const post =
  (path: (at: Places) => string, body?: object): Act =>
  (places, client) =>
    client.request("POST", path(places), { body, query: body && { dryRun: "All" } });

/** Asks the API server itself, for what cannot be tried from outside: `impersonate`, `bind`, `escalate`. */
const review =
  (attributes: (at: Places) => object): Act =>
  async (places, client) => {
    const kind = kindOf<KubeObject & { status?: { allowed: boolean } }>(
      "authorization.k8s.io/v1",
      "SelfSubjectAccessReview",
      "selfsubjectaccessreviews",
      false,
    );
    const { status } = await client.create(kind, {
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: { name: "" },
      ...{ spec: { resourceAttributes: attributes(places) } },
    });
    if (!status?.allowed)
      throw new KubeError(403, "Forbidden", "somebody cannot do resource as was asked", {});
  };

const named = (name: string) => () => name;
const credentials = named("project-credentials");
const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
/** A Secret of an organization that is for External Secrets Operator to fill. */
const aFilled = (places: Places) => ({
  metadata: { name: `external.${unique("try")}`, namespace: places.organizations },
});
const podSpec = { containers: [{ name: "c", image: "evil", securityContext: restricted }] };
const aPod = () => ({ spec: podSpec });
const aJob = () => ({ spec: { template: { metadata: {}, spec: { ...podSpec, restartPolicy: "Never" } } } });
const aDeployment = () => ({
  spec: {
    selector: { matchLabels: { app: "x" } },
    template: { metadata: { labels: { app: "x" } }, spec: podSpec },
  },
});
const bindingTo = (role: string, name: string) => () => ({
  roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
  subjects: [{ apiGroup: RBAC, kind: "User", name }],
});
const aSession = (place: keyof Places, userId: string, more: object = {}, metadata: object = {}) =>
  create(agenticSessionResource, place, (places) => ({
    metadata: { name: unique("try"), namespace: places[place], ...metadata },
    spec: {
      prompt: "Hello.",
      projectRef: { name: places[place], namespace: places[place] },
      agent: { model: "m" },
      userContext: { userId },
      ...more,
    },
  }));
const stop = { spec: { stop: true } };
const succeeded = { status: { phase: "Succeeded" } };
const openAll = () => ({ spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] } });
const labelled = (labels: Record<string, string | null>): Act => {
  return (places, client) =>
    client.patch(
      kindOf("v1", "Namespace", "namespaces", false),
      { name: places.mine },
      { metadata: { labels } },
      dry,
    );
};
const annotated: Act = (places, client) =>
  client.patch(
    kindOf("v1", "Namespace", "namespaces", false),
    { name: places.mine },
    { metadata: { annotations: { "portico.dev/project-uid": "another" } } },
    dry,
  );
const namespaceCalls = kindOf("v1", "Namespace", "namespaces", false);
const tokenOf = (place: keyof Places, name: string) =>
  post((places) => `${pathOf(serviceAccounts, { namespace: places[place], name })}/token`, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  });
const into = (subresource: string) =>
  post(
    (places) => `${pathOf(pods, { namespace: places.mine, name: "any" })}/${subresource}?command=id&stdout=1`,
  );

const people: Row[] = [
  ["a viewer sees the project's sessions", "oidc:viewer", list(agenticSessionResource, "mine"), "accepted"],
  ["a viewer follows them", "oidc:viewer", watch(agenticSessionResource, "mine"), "accepted"],
  ["a viewer sees the quota", "oidc:viewer", list(resourceQuotas, "mine"), "accepted"],
  ["a viewer starts nothing", "oidc:viewer", aSession("mine", "oidc:viewer"), "no right"],
  [
    "a viewer stops nothing",
    "oidc:viewer",
    patch(agenticSessionResource, "mine", (p) => p.session, stop),
    "no right",
  ],
  ["an editor starts sessions", "oidc:editor", aSession("mine", "oidc:editor"), "accepted"],
  [
    "a member by group starts sessions under their own name",
    "oidc:by-group in oidc:team",
    aSession("mine", "oidc:by-group"),
    "accepted",
  ],
  [
    "an editor starts none in another's name",
    "oidc:editor",
    aSession("mine", "oidc:admin"),
    "portico-sessions",
  ],
  [
    "an editor starts none in a bot's name",
    "oidc:editor",
    aSession("mine", "oidc:editor", { botAccount: { serviceAccountName: "nightly" } }),
    "portico-sessions",
  ],
  [
    "an editor stops their own sessions",
    "oidc:editor",
    patch(agenticSessionResource, "mine", (p) => p.session, stop),
    "accepted",
  ],
  [
    "another editor stops none of theirs",
    "oidc:by-group in oidc:team",
    patch(agenticSessionResource, "mine", (p) => p.session, stop),
    "portico-sessions",
  ],
  [
    "an admin stops anybody's",
    "oidc:admin",
    patch(agenticSessionResource, "mine", (p) => p.session, stop),
    "accepted",
  ],
  [
    "an editor labels a session of theirs as they like",
    "oidc:editor",
    patch(agenticSessionResource, "mine", (p) => p.session, { metadata: { labels: { mine: "yes" } } }),
    "accepted",
  ],
  [
    "nobody but Portico relabels a session as another project's",
    "oidc:admin",
    patch(agenticSessionResource, "mine", (p) => p.session, {
      metadata: { labels: { "portico.dev/project": "another" } },
    }),
    "portico-sessions",
  ],
  [
    "nobody but Portico says which request a session came from",
    "oidc:editor",
    patch(agenticSessionResource, "mine", (p) => p.session, {
      metadata: { annotations: { "portico.dev/request-id": "forged" } },
    }),
    "portico-sessions",
  ],
  [
    "nor of one that is made",
    "oidc:editor",
    aSession("mine", "oidc:editor", {}, { annotations: { "portico.dev/request-id": "forged" } }),
    "portico-sessions",
  ],
  [
    "an editor starts none as another project's",
    "oidc:editor",
    aSession("mine", "oidc:editor", {}, { labels: { "portico.dev/project": "another" } }),
    "portico-sessions",
  ],
  [
    "an editor starts none whose end is held up",
    "oidc:editor",
    aSession("mine", "oidc:editor", {}, { finalizers: ["example.org/never"] }),
    "portico-sessions",
  ],
  [
    "an editor labels and notes on one that is made as they like",
    "oidc:editor",
    aSession("mine", "oidc:editor", {}, { labels: { mine: "yes" }, annotations: { "example.org/a": "b" } }),
    "accepted",
  ],
  [
    "an editor holds up no session's end",
    "oidc:editor",
    patch(agenticSessionResource, "mine", (p) => p.session, {
      metadata: { finalizers: ["example.org/mine"] },
    }),
    "portico-sessions",
  ],
  [
    "an editor deletes none",
    "oidc:editor",
    remove(agenticSessionResource, "mine", (p) => p.session),
    "no right",
  ],
  [
    "an admin deletes sessions",
    "oidc:admin",
    remove(agenticSessionResource, "mine", (p) => p.session),
    "accepted",
  ],
  [
    "not even an admin reports a session's status",
    "oidc:admin",
    patch(agenticSessionResource, "mine", (p) => p.session, succeeded, "status"),
    "no right",
  ],
  [
    "not even an admin touches a session's finalizers",
    "oidc:admin",
    review((p) => ({
      namespace: p.mine,
      group: "portico.dev",
      resource: "agenticsessions",
      subresource: "finalizers",
      verb: "update",
    })),
    "no right",
  ],
  ["no viewer reads a credential", "oidc:viewer", get(secrets, "mine", credentials), "no right"],
  ["no editor reads a credential", "oidc:editor", get(secrets, "mine", credentials), "no right"],
  ["no admin reads a credential", "oidc:admin", get(secrets, "mine", credentials), "no right"],
  ["no admin lists Secrets, which would show them", "oidc:admin", list(secrets, "mine"), "no right"],
  ["no admin watches Secrets", "oidc:admin", watch(secrets, "mine"), "no right"],
  [
    "no admin overwrites a credential past the portal",
    "oidc:admin",
    patch(secrets, "mine", credentials, { data: {} }),
    "no right",
  ],
  ...["viewer", "editor", "admin"].flatMap((role): Row[] => [
    [
      `no ${role} reads what the organization shares`,
      `oidc:${role}`,
      get(secrets, "mine", named("shared-credentials")),
      "no right",
    ],
    [
      `no ${role} writes it`,
      `oidc:${role}`,
      patch(secrets, "mine", named("shared-credentials"), { data: {} }),
      "no right",
    ],
    [
      `no ${role} reads what is fetched`,
      `oidc:${role}`,
      get(secrets, "mine", named("external-credentials")),
      "no right",
    ],
    [
      `no ${role} has anything fetched`,
      `oidc:${role}`,
      review(({ mine }) => ({
        namespace: mine,
        group: "external-secrets.io",
        resource: "externalsecrets",
        verb: "create",
      })),
      "no right",
    ],
    [
      `no ${role} reads the organization's own Secret`,
      `oidc:${role}`,
      review(() => ({ namespace: "portico-credentials", resource: "secrets", verb: "get" })),
      "no right",
    ],
  ]),
  ["no admin makes a pod", "oidc:admin", create(pods, "mine", aPod), "no right"],
  ["no admin makes a Job", "oidc:admin", create(jobs, "mine", aJob), "no right"],
  ["no admin makes a Deployment", "oidc:admin", create(deployments, "mine", aDeployment), "no right"],
  ["no admin gets into a pod", "oidc:admin", into("exec"), "no right"],
  ["no admin attaches to a pod", "oidc:admin", into("attach"), "no right"],
  ["no admin forwards a port of a pod", "oidc:admin", into("portforward"), "no right"],
  ["no admin lists pods, whose environment would show", "oidc:admin", list(pods, "mine"), "no right"],
  ["no admin gets a session's token", "oidc:admin", tokenOf("mine", "session"), "no right"],
  ["no admin gets a bot's token", "oidc:admin", tokenOf("mine", "nightly"), "no right"],
  [
    "no admin gives rights past the portal",
    "oidc:admin",
    create(roleBindings, "mine", bindingTo("portico-editor", "oidc:friend")),
    "no right",
  ],
  ["no admin makes a role", "oidc:admin", create(roles, "mine", () => ({ rules: [] })), "no right"],
  [
    "no admin opens the network",
    "oidc:admin",
    patch(networkPolicies, "mine", named("default-deny"), { spec: { egress: [{}] } }),
    "no right",
  ],
  [
    "no admin raises the quota",
    "oidc:admin",
    patch(resourceQuotas, "mine", named("portico"), { spec: { hard: { pods: "999" } } }),
    "no right",
  ],
  ["no admin removes the quota", "oidc:admin", remove(resourceQuotas, "mine", named("portico")), "no right"],
  [
    "no admin lowers Pod Security",
    "oidc:admin",
    labelled({ "pod-security.kubernetes.io/enforce": "privileged" }),
    "no right",
  ],
  [
    "no admin becomes a service account",
    "oidc:admin",
    review((p) => ({
      namespace: p.mine,
      resource: "serviceaccounts",
      name: "portico-worker",
      verb: "impersonate",
    })),
    "no right",
  ],
  [
    "no admin may bind roles",
    "oidc:admin",
    review((p) => ({
      namespace: p.mine,
      group: RBAC,
      resource: "clusterroles",
      name: "portico-admin",
      verb: "bind",
    })),
    "no right",
  ],
  [
    "no admin may escalate",
    "oidc:admin",
    review((p) => ({ namespace: p.mine, group: RBAC, resource: "roles", verb: "escalate" })),
    "no right",
  ],
];

const tenants: Row[] = [
  [
    "an admin sees nothing of a sibling project without a role there",
    "oidc:admin",
    list(agenticSessionResource, "sibling"),
    "no right",
  ],
  [
    "an admin of one tenant lists no sessions of another",
    "oidc:admin",
    list(agenticSessionResource, "foreign"),
    "no right",
  ],
  [
    "an admin of one tenant reads no session of another by name",
    "oidc:admin",
    get(agenticSessionResource, "foreign", (p) => p.foreignSession),
    "no right",
  ],
  [
    "an admin of one tenant follows none of another",
    "oidc:admin",
    watch(agenticSessionResource, "foreign"),
    "no right",
  ],
  [
    "an admin of one tenant starts none in another",
    "oidc:admin",
    aSession("foreign", "oidc:admin"),
    "no right",
  ],
  [
    "an admin of one tenant stops none in another",
    "oidc:admin",
    patch(agenticSessionResource, "foreign", (p) => p.foreignSession, stop),
    "no right",
  ],
  [
    "the same holds the other way round",
    "oidc:other-admin",
    list(agenticSessionResource, "mine"),
    "no right",
  ],
  [
    "nor does the other tenant see this one's quota",
    "oidc:other-admin",
    list(resourceQuotas, "mine"),
    "no right",
  ],
  ["nobody lists sessions of all namespaces", "oidc:admin", list(agenticSessionResource), "no right"],
  ["nobody watches sessions of all namespaces", "oidc:admin", watch(agenticSessionResource), "no right"],
  [
    "nobody learns which projects there are",
    "oidc:admin",
    list(kindOf("portico.dev/v1alpha1", "Project", "projects", false)),
    "no right",
  ],
  ["nobody learns which tenants there are", "oidc:admin", list(tenantResource), "no right"],
  ["nobody learns which namespaces there are", "oidc:admin", list(namespaceCalls), "no right"],
  ["somebody without a role sees nothing", "oidc:stranger", list(agenticSessionResource, "mine"), "no right"],
  [
    "a group of the same name without the prefix is nobody",
    "oidc:by-group in team",
    list(agenticSessionResource, "mine"),
    "no right",
  ],
];

const accounts: Row[] = [
  [
    "a bot starts sessions in its own name",
    "bot",
    (p, client) =>
      aSession("mine", account(p.mine, "nightly"), { botAccount: { serviceAccountName: "nightly" } })(
        p,
        client,
      ),
    "accepted",
  ],
  ["a bot starts none in a person's name", "bot", aSession("mine", "oidc:admin"), "portico-sessions"],
  ["a bot deletes no session", "bot", remove(agenticSessionResource, "mine", (p) => p.session), "no right"],
  ["a bot reads no credential", "bot", get(secrets, "mine", credentials), "no right"],
  ["a bot gets no token", "bot", tokenOf("mine", "nightly"), "no right"],
  [
    "a bot reports no status",
    "bot",
    patch(agenticSessionResource, "mine", (p) => p.session, succeeded, "status"),
    "no right",
  ],
  [
    "a bot of the same name in another tenant is another bot",
    "the other tenant's bot",
    list(agenticSessionResource, "mine"),
    "no right",
  ],
  [
    "pods without an account of their own may nothing",
    "the pods' default account",
    list(agenticSessionResource, "mine"),
    "no right",
  ],
  [
    "what runs in a session starts no session",
    "a session's account",
    aSession("mine", "oidc:admin"),
    "no right",
  ],
  [
    "what runs in a session reads no credential from the API",
    "a session's account",
    get(secrets, "mine", credentials),
    "no right",
  ],
  [
    "the web writes the credentials",
    "web",
    patch(secrets, "mine", credentials, { data: { k: "dg==" } }),
    "accepted",
  ],
  ["the web never reads them", "web", get(secrets, "mine", credentials), "no right"],
  ...(["shared-credentials", "external-credentials"] as const).flatMap((secret): Row[] => [
    [
      `the web does not write ${secret}`,
      "web",
      patch(secrets, "mine", named(secret), { data: {} }),
      "no right",
    ],
    [`the web does not read ${secret}`, "web", get(secrets, "mine", named(secret)), "no right"],
  ]),
  ...(["create", "patch"] as const).map(
    (verb): Row => [
      `the web may ${verb} an organization's Secret`,
      "web",
      review(() => ({ namespace: "portico-credentials", resource: "secrets", verb })),
      "accepted",
    ],
  ),
  ...(["get", "list", "watch", "delete"] as const).map(
    (verb): Row => [
      `the web may not ${verb} it`,
      "web",
      review(() => ({ namespace: "portico-credentials", resource: "secrets", verb })),
      "no right",
    ],
  ),
  [
    "the worker reads an organization's Secret",
    "worker",
    review(() => ({ namespace: "portico-credentials", resource: "secrets", verb: "get" })),
    "accepted",
  ],
  [
    "the worker makes one for External Secrets Operator to fill, and says what is fetched into it",
    "worker",
    create(secrets, "organizations", aFilled),
    "accepted",
  ],
  [
    "the worker writes no other",
    "worker",
    create(secrets, "organizations", () => ({})),
    "portico-organizations",
  ],
  [
    "the web writes none that is to be filled, past the policy there",
    "web",
    create(secrets, "organizations", aFilled),
    "portico-organizations",
  ],
  [
    "the web makes an organization's Secret, past the policy there",
    "web",
    create(secrets, "organizations", () => ({})),
    "accepted",
  ],
  ["the web lists no Secrets", "web", list(secrets, "mine"), "no right"],
  ["the web makes no other Secret", "web", create(secrets, "mine", () => ({})), "no right"],
  ["the web sees who is bound in a project", "web", list(roleBindings, "mine"), "accepted"],
  ["the web sees bindings nowhere else", "web", list(roleBindings, "plain"), "no right"],
  [
    "the web gives no rights",
    "web",
    create(roleBindings, "mine", bindingTo("portico-editor", "oidc:x")),
    "no right",
  ],
  ["the web starts no session past the worker", "web", aSession("mine", "oidc:admin"), "no right"],
  [
    "the worker binds Portico's roles",
    "worker",
    create(roleBindings, "mine", bindingTo("portico-editor", "oidc:x")),
    "accepted",
  ],
  [
    "the worker binds no other role",
    "worker",
    create(roleBindings, "mine", bindingTo("cluster-admin", "oidc:x")),
    "more than held",
  ],
  [
    "the worker reads a project's credentials, to test them",
    "worker",
    get(secrets, "mine", credentials),
    "accepted",
  ],
  ["the worker reads no other Secret", "worker", get(secrets, "mine", named("another")), "no right"],
  ["the worker lists no Secrets of a namespace", "worker", list(secrets, "mine"), "no right"],
  ["the worker makes no pod but through a Job", "worker", create(pods, "mine", aPod), "no right"],
  ["the worker gets into no pod", "worker", into("exec"), "no right"],
  ["the worker gets no session's token", "worker", tokenOf("mine", "session"), "no right"],
  [
    "the worker becomes nobody else",
    "worker",
    review(() => ({ resource: "users", verb: "impersonate" })),
    "no right",
  ],
  [
    "the worker cannot widen a role",
    "worker",
    review(() => ({ group: RBAC, resource: "clusterroles", verb: "escalate" })),
    "no right",
  ],
];

/** `oidc:elsewhere` holds everything in `mine` by somebody else's binding; `oidc:operator` all of namespaces and of our kinds. */
const elsewhere: Row[] = [
  ["a role from elsewhere makes no pod", "oidc:elsewhere", create(pods, "mine", aPod), "portico-workloads"],
  ["a role from elsewhere makes no Job", "oidc:elsewhere", create(jobs, "mine", aJob), "portico-workloads"],
  [
    "a role from elsewhere makes no Deployment",
    "oidc:elsewhere",
    create(deployments, "mine", aDeployment),
    "portico-workloads",
  ],
  ["a role from elsewhere gets into no pod", "oidc:elsewhere", into("exec"), "portico-workloads"],
  [
    "a role from elsewhere gets no session's token",
    "oidc:elsewhere",
    tokenOf("mine", "session"),
    "portico-workloads",
  ],
  [
    "a role from elsewhere opens no network",
    "oidc:elsewhere",
    create(networkPolicies, "mine", openAll),
    "portico-guards",
  ],
  [
    "a role from elsewhere changes no network policy",
    "oidc:elsewhere",
    patch(networkPolicies, "mine", named("default-deny"), { spec: { egress: [{}] } }),
    "portico-guards",
  ],
  [
    "a role from elsewhere removes no network policy",
    "oidc:elsewhere",
    remove(networkPolicies, "mine", named("default-deny")),
    "portico-guards",
  ],
  [
    "a role from elsewhere raises no quota",
    "oidc:elsewhere",
    patch(resourceQuotas, "mine", named("portico"), { spec: { hard: { pods: "999" } } }),
    "portico-guards",
  ],
  [
    "a role from elsewhere gives no rights",
    "oidc:elsewhere",
    create(roleBindings, "mine", bindingTo("portico-editor", "oidc:x")),
    "portico-guards",
  ],
  [
    "a role from elsewhere makes no role",
    "oidc:elsewhere",
    create(roles, "mine", () => ({ rules: [] })),
    "portico-guards",
  ],
  [
    "a role from elsewhere makes no Secret of a token",
    "oidc:elsewhere",
    create(secrets, "mine", () => ({ type: "Opaque" })),
    "portico-guards",
  ],
  [
    "a role from elsewhere overwrites no credential",
    "oidc:elsewhere",
    patch(secrets, "mine", credentials, { data: {} }),
    "portico-guards",
  ],
  [
    "a role from elsewhere says nothing else of a credential, so that another key is handed over for it",
    "oidc:elsewhere",
    patch(secrets, "mine", credentials, {
      metadata: { annotations: { [credentialAnnotation("anthropic-api-key")]: "{}" } },
    }),
    "portico-guards",
  ],
  [
    "a role from elsewhere overwrites nothing that the organization shares",
    "oidc:elsewhere",
    patch(secrets, "mine", named("shared-credentials"), { data: {} }),
    "portico-guards",
  ],
  [
    "a role from elsewhere makes no service account",
    "oidc:elsewhere",
    create(serviceAccounts, "mine", () => ({})),
    "portico-guards",
  ],
  [
    "a role from elsewhere lets no account mount its token",
    "oidc:elsewhere",
    patch(serviceAccounts, "mine", named("session"), { automountServiceAccountToken: true }),
    "portico-guards",
  ],
  [
    "a role from elsewhere makes no pod that could have the credentials of all organizations",
    "oidc:elsewhere",
    create(pods, "organizations", aPod),
    "portico-organizations",
  ],
  [
    "a role from elsewhere writes none of them",
    "oidc:elsewhere",
    create(secrets, "organizations", () => ({})),
    "portico-organizations",
  ],
  [
    "a role from elsewhere writes none that is fetched",
    "oidc:elsewhere",
    create(secrets, "organizations", aFilled),
    "portico-organizations",
  ],
  [
    "a role from elsewhere lets nobody have them",
    "oidc:elsewhere",
    create(roleBindings, "organizations", bindingTo("view", "oidc:friend")),
    "portico-organizations",
  ],
  [
    "in a namespace that is not Portico's all of it goes on as before",
    "oidc:elsewhere",
    create(networkPolicies, "plain", openAll),
    "accepted",
  ],
  [
    "whoever may write namespaces lowers no Pod Security",
    "oidc:operator",
    labelled({ "pod-security.kubernetes.io/enforce": "privileged" }),
    "portico-namespaces",
  ],
  [
    "whoever may write namespaces gives none to another tenant",
    "oidc:operator",
    labelled({ "portico.dev/tenant": "another" }),
    "portico-namespaces",
  ],
  [
    "whoever may write namespaces takes none out of Portico's sight",
    "oidc:operator",
    labelled({ "app.kubernetes.io/managed-by": null }),
    "portico-namespaces",
  ],
  [
    "whoever may write namespaces gives none to another project",
    "oidc:operator",
    annotated,
    "portico-namespaces",
  ],
  [
    "whoever may write namespaces may label them for purposes of their own",
    "oidc:operator",
    labelled({ "example.org/cost-centre": "7" }),
    "accepted",
  ],
  [
    "whoever may write namespaces makes none that looks like Portico's",
    "oidc:operator",
    (_, client) =>
      client.create(
        namespaceCalls,
        {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name: unique("false"), labels: { "app.kubernetes.io/managed-by": "portico" } },
        },
        dry,
      ),
    "portico-namespaces",
  ],
  [
    "whoever may write namespaces ends none of Portico's",
    "oidc:operator",
    (p, client) =>
      client.request("DELETE", pathOf(namespaceCalls, { name: p.mine }), { query: { dryRun: "All" } }),
    "portico-namespaces",
  ],
  [
    "whoever may finalize namespaces leaves nothing of Portico's behind",
    "oidc:operator",
    async (p, client) => {
      const namespace = await client.get<KubeObject>(namespaceCalls, { name: p.mine });
      return client.request("PUT", pathOf(namespaceCalls, { name: p.mine }, "finalize"), {
        body: { ...namespace, spec: { finalizers: [] } },
        query: { dryRun: "All" },
      });
    },
    "portico-namespaces",
  ],
  [
    "whoever may write our resources reports no status of a session",
    "oidc:operator",
    patch(agenticSessionResource, "mine", (p) => p.session, succeeded, "status"),
    "portico-status",
  ],
  [
    "nor of a tenant",
    "oidc:operator",
    (_, client) =>
      client.patch(
        tenantResource,
        { name: world.tenant },
        { status: { projects: 0 } },
        { ...dry, subresource: "status" },
      ),
    "portico-status",
  ],
];

const cluster: Row[] = [
  [
    "the cluster's own controllers make pods of Jobs",
    kubeSystem("job-controller"),
    create(pods, "mine", aPod),
    "accepted",
  ],
  [
    "the cluster's own controllers make default accounts",
    kubeSystem("service-account-controller"),
    create(serviceAccounts, "mine", () => ({})),
    "accepted",
  ],
  [
    "the cluster's own controllers clean up",
    kubeSystem("namespace-controller"),
    remove(networkPolicies, "mine", named("default-deny")),
    "accepted",
  ],
  [
    "the cluster's own controllers count quotas",
    kubeSystem("resourcequota-controller"),
    async (p, client) => {
      const ref = { namespace: p.mine, name: "portico" };
      const body = await world.admin.get(resourceQuotas, ref);
      return client.request("PUT", pathOf(resourceQuotas, ref, "status"), { body, query: { dryRun: "All" } });
    },
    "accepted",
  ],
];

beforeAll(async () => {
  world = await openWorld();
  const { admin: root } = world;
  const user = (name: string) => ({ kind: "User", name: `oidc:${name}` });
  const other = unique("rival");
  await root.apply(
    tenantResource,
    {
      apiVersion: tenantResource.apiVersion,
      kind: "Tenant",
      metadata: { name: other },
      ...{ spec: { displayName: "Rival" } },
    },
    { fieldManager: fieldManagers.dispatch },
  );
  made.push(() => root.delete(tenantResource, { name: other }));
  const bots = [{ name: "nightly" }];
  const [mine, sibling, foreign] = await Promise.all([
    world.ready({
      sharedCredentials: [{ name: "anthropic-api-key" }],
      subjects: {
        viewer: [user("viewer")],
        editor: [user("editor"), { kind: "Group", name: "oidc:team" }],
        admin: [user("admin")],
      },
      bots,
    }),
    world.ready({ subjects: { admin: [user("sibling-admin")] } }),
    world.ready({ tenantRef: { name: other }, subjects: { admin: [user("other-admin")] }, bots }),
  ]);
  const plain = unique("plain");
  await root.create(namespaceCalls, { apiVersion: "v1", kind: "Namespace", metadata: { name: plain } });
  made.push(() => root.delete(namespaceCalls, { name: plain }));
  at = {
    mine,
    sibling,
    foreign,
    plain,
    organizations: ORGANIZATIONS_NAMESPACE,
    session: await world.session(mine, { userContext: { userId: "oidc:editor" } }),
    foreignSession: await world.session(foreign),
  };
  for (const namespace of [mine, plain])
    await root.create(roleBindings, {
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata: { name: "from-elsewhere", namespace },
      ...bindingTo("cluster-admin", "oidc:elsewhere")(),
    });
  const elsewhereHere = { namespace: ORGANIZATIONS_NAMESPACE, name: unique("from-elsewhere") };
  await root.create(roleBindings, {
    apiVersion: `${RBAC}/v1`,
    kind: "RoleBinding",
    metadata: elsewhereHere,
    ...bindingTo("cluster-admin", "oidc:elsewhere")(),
  });
  made.push(() => root.delete(roleBindings, elsewhereHere));
  const operator = unique("operator");
  const all = ["namespaces", "namespaces/finalize", "namespaces/status"];
  await root.create(clusterRoles, {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: { name: operator },
    ...{
      rules: [
        { apiGroups: [""], resources: all, verbs: ["*"] },
        { apiGroups: ["portico.dev"], resources: ["*"], verbs: ["*"] },
      ],
    },
  });
  made.push(() => root.delete(clusterRoles, { name: operator }));
  await root.create(clusterRoleBindings, {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: operator },
    ...bindingTo(operator, "oidc:operator")(),
  });
  made.push(() => root.delete(clusterRoleBindings, { name: operator }));
  // A policy holds some moments after it was installed.
  const probes = [
    ["portico-workloads", "oidc:elsewhere", create(pods, "mine", aPod)],
    ["portico-guards", "oidc:elsewhere", create(networkPolicies, "mine", openAll)],
    ["portico-namespaces", "oidc:operator", annotated],
    [
      "portico-status",
      "oidc:operator",
      patch(agenticSessionResource, "mine", (p) => p.session, succeeded, "status"),
    ],
    ["portico-sessions", "oidc:editor", aSession("mine", "oidc:admin")],
    ["portico-organizations", "oidc:elsewhere", create(secrets, "organizations", () => ({}))],
  ] as const;
  for (const [policy, who, act] of probes)
    await until(`${policy} holds`, async () => (await tried(who, act)) === policy);
}, 300_000);
afterAll(async () => {
  await Promise.all(made.map((undo) => undo()));
  await world.close();
}, 120_000);

async function tried(who: string, act: Act): Promise<string> {
  const client = as(who);
  try {
    await act(at, client);
    return "accepted";
  } catch (error) {
    return answerOf(error);
  } finally {
    client.close();
  }
}

describe.each([
  ["people in their project", people],
  ["tenants", tenants],
  ["service accounts", accounts],
  ["rights from elsewhere", elsewhere],
  ["the cluster itself", cluster],
])("%s", (_, rows) => {
  test.each(rows)("%s (%s)", async (_guarantee, who, act, answer) => {
    expect(await tried(who, act)).toBe(answer);
  });
});
