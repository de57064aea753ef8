import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { externalSecretsOperator, operatorCommand, operatorRights } from "#cluster/external-secrets.ts";
import { externalSecrets, organizationExternalSecret } from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  EXTERNAL_CREDENTIALS_SECRET,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { type KubeObject, kindOf, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { isServed } from "#lib/infra/kube/served.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import { installObjects, mintKubeconfig } from "#scripts/install-cluster.ts";
import { applyFetches } from "../dispatch/organization-fetch.ts";
import type { WholeSecret } from "./project/brought.ts";
import { admin as adminClient, openWorld, unique, until, type World, workerConfig } from "./testing/world.ts";

/** The real External Secrets Operator, with its provider `fake`, whose values stand in the store itself. */
const stores = kindOf("external-secrets.io/v1", "ClusterSecretStore", "clustersecretstores", false);
const customResourceDefinitions = kindOf(
  "apiextensions.k8s.io/v1",
  "CustomResourceDefinition",
  "customresourcedefinitions",
  false,
);
const ownStores = kindOf("external-secrets.io/v1", "SecretStore", "secretstores");
const store = unique("store");
/** What stays as it is; `changing` is another store of which one test changes the values. */
const values = { "acme/jira": "token-one", "acme/hook": "hook-one" };
const changing = unique("changing");
const key = "jira-api-token";

let world: World;
let operator: KubeClient;
let dir: string;
let running: ChildProcess;
let definitions: KubeObject[];

beforeAll(async () => {
  const built = await externalSecretsOperator();
  // From here on the shared cluster is this file's alone, also while the operator acts on it.
  world = await openWorld();
  const root = adminClient();
  definitions = built.definitions as KubeObject[];
  await installObjects(root, [...definitions, ...operatorRights()] as KubeObject[]);
  dir = await mkdtemp(join(tmpdir(), "portico-eso-"));
  const kubeconfig = join(dir, "kubeconfig");
  await writeFile(kubeconfig, await mintKubeconfig(root, "external-secrets", 3600, "external-secrets"), {
    mode: 0o600,
  });
  operator = new KubeClient(fromFile(kubeconfig));
  const { command, args, env } = operatorCommand(built, kubeconfig);
  running = spawn(command, args, { env: { ...process.env, ...env }, stdio: "ignore" });
  root.close();
  await until("what it says is watched", () => world.control.cache.fetches);
  await offer(values);
}, 1_200_000);
afterAll(async () => {
  for (const name of [store, changing]) await world.admin.delete(stores, { name });
  // Others rely on a cluster that fetches nothing.
  const served = () => isServed(world.admin, externalSecrets);
  for (const { metadata } of definitions) await world.admin.delete(customResourceDefinitions, metadata);
  await until("its kinds are gone", async () => !(await served()));
  const gone = once(running, "exit");
  running.kill("SIGTERM");
  await gone;
  await world.close();
  operator.close();
  await rm(dir, { recursive: true, force: true });
});

/** What a store has from now on. */
async function offer(has: Record<string, string>, name = store): Promise<void> {
  const root = adminClient();
  const data = Object.entries(has).map(([at, value]) => ({ key: at, value }));
  await root.apply(
    stores,
    {
      apiVersion: stores.apiVersion,
      kind: stores.kind,
      metadata: { name },
      ...{ spec: { provider: { fake: { data } } } },
    },
    { fieldManager: "test" },
  );
  root.close();
}

const descriptor = (more: object = {}) =>
  JSON.stringify({ kind: "jira", name: "jira", keys: { "api-token": key }, settings: {}, ...more });
const jira = (remoteKey: string, more: object = {}) => ({
  name: key,
  descriptor: descriptor(more),
  store: { kind: "ClusterSecretStore", name: store },
  refreshSeconds: 10,
  data: [{ key, remoteKey }],
});
const ask = (name: string, externalCredentials: object[]) =>
  world.admin.patch(
    projectResource,
    { name },
    { spec: { externalCredentials } },
    { fieldManager: fieldManagers.dispatch },
  );
const filled = async (namespace: string) => {
  const found = await world.admin.get(secrets as Resource<WholeSecret>, {
    namespace,
    name: EXTERNAL_CREDENTIALS_SECRET,
  });
  return {
    found,
    values: Object.fromEntries(
      Object.entries(found?.data ?? {}).map(([at, value]) => [at, Buffer.from(value, "base64").toString()]),
    ),
  };
};
const holds = (namespace: string, value: string | undefined) =>
  until(`${namespace} holds ${value}`, async () => (await filled(namespace)).values[key] === value);
const said = (namespace: string) =>
  world.control.cache.fetched.store.by("namespace", namespace)[0]?.status?.conditions?.[0];

// Each in a project of its own: most of the time is the operator's, until it fetches again.
describe.concurrent("a credential that is fetched", () => {
  test("comes with what it is, follows its store, says when it cannot be had, and goes without a trace", async () => {
    const at = (remoteKey: string, more: object = {}) => ({
      ...jira(remoteKey, more),
      store: { kind: "ClusterSecretStore", name: changing },
    });
    await offer({ "acme/jira": "token-one", "acme/other": "token-three" }, changing);
    const name = await world.ready({ externalCredentials: [at("acme/jira")] });
    await holds(name, "token-one");
    const { found } = await filled(name);
    expect(found?.metadata.annotations?.[credentialAnnotation(key)]).toBe(descriptor());
    // The operator put nothing of its own object onto it.
    expect(found?.metadata.labels).toMatchObject({ "app.kubernetes.io/managed-by": "portico" });
    await until("it is said to be synced", () => said(name)?.status === "True");
    expect(said(name)?.reason).toBe("SecretSynced");

    await until("it is Ready", () => world.projectNow(name)?.status?.phase === "Ready");
    const calls = () => world.callsAbout(`/namespaces/${name}/secrets/${EXTERNAL_CREDENTIALS_SECRET}`).length;
    const before = calls();
    await offer({ "acme/jira": "token-two", "acme/other": "token-three" }, changing);
    await holds(name, "token-two");
    // It was fetched again when it was time, and the controller had nothing to do.
    expect(calls()).toBe(before);

    await ask(name, [at("acme/gone")]);
    await until("it is said that it is missing", () => said(name)?.status === "False");
    expect(said(name)?.reason).toBe("SecretSyncedError");
    // What was fetched stays.
    await holds(name, "token-two");

    await ask(name, [at("acme/other", { disabled: true })]);
    await holds(name, "token-three");
    expect((await filled(name)).found?.metadata.annotations?.[credentialAnnotation(key)]).toContain(
      "disabled",
    );
    await ask(name, []);
    await until("all of it is gone", async () => {
      const left = await world.admin.list(externalSecrets, { namespace: name });
      return left.items.length === 0 && !(await filled(name)).found;
    });
    await until("it is Ready", () => world.projectNow(name)?.status?.phase === "Ready");
  });

  test("is there again when somebody removes the Secret, long before it is fetched again", async () => {
    const name = await world.ready({
      externalCredentials: [{ ...jira("acme/jira"), refreshSeconds: 86_400 }],
    });
    await holds(name, "token-one");
    await world.admin.delete(secrets, { namespace: name, name: EXTERNAL_CREDENTIALS_SECRET });
    await holds(name, "token-one");
    await ask(name, []);
    await until("all of it is gone", async () => !(await filled(name)).found);
  });

  test("leaves the others when it alone goes", async () => {
    const hook = {
      ...jira("acme/hook"),
      name: "generic-value",
      data: [{ key: "generic-value", remoteKey: "acme/hook" }],
    };
    const name = await world.ready({ externalCredentials: [jira("acme/jira"), hook] });
    await holds(name, "token-one");
    await until("both are there", async () => (await filled(name)).values["generic-value"] === "hook-one");
    await ask(name, [jira("acme/jira")]);
    await until("one is gone", async () => {
      const { found, values } = await filled(name);
      const notes = Object.keys(found?.metadata.annotations ?? {});
      return !("generic-value" in values) && !notes.includes(credentialAnnotation("generic-value"));
    });
    await holds(name, "token-one");
    await ask(name, []);
    await until("all of it is gone", async () => !(await filled(name)).found);
  });

  test("is filled by the operator alone, which writes nothing else there and says nothing of what it is", async () => {
    const name = await world.ready({ externalCredentials: [jira("acme/jira")] });
    await holds(name, "token-one");
    const answer = (call: Promise<unknown>) =>
      call.then(
        () => "accepted",
        (error: unknown) =>
          error instanceof KubeError
            ? (/ValidatingAdmissionPolicy '(.*?)'/.exec(error.message)?.[1] ?? error.message)
            : String(error),
      );
    const at = (secret: string) => ({ namespace: name, name: secret });
    const dry = { dryRun: true };
    const data = { data: { x: "eA==" } };
    const note = {
      metadata: { annotations: { [credentialAnnotation(key)]: descriptor({ kind: "generic" }) } },
    };
    const making = (resource: Resource<unknown>, spec: object) => (client: KubeClient) =>
      client.create(
        resource,
        {
          apiVersion: resource.apiVersion,
          kind: resource.kind,
          metadata: { name: unique("x"), namespace: name },
          ...{ spec },
        },
        dry,
      );
    const own = making(externalSecrets, {
      secretStoreRef: { name: store },
      data: jira("x").data.map(({ key: secretKey, remoteKey }) => ({
        secretKey,
        remoteRef: { key: remoteKey },
      })),
    });
    expect({
      fills: await answer(operator.patch(secrets, at(EXTERNAL_CREDENTIALS_SECRET), data, dry)),
      describes: await answer(operator.patch(secrets, at(EXTERNAL_CREDENTIALS_SECRET), note, dry)),
      overwrites: await answer(operator.patch(secrets, at("project-credentials"), data, dry)),
      removes: await answer(
        operator.request(
          "DELETE",
          `/api/v1/namespaces/${name}/secrets/${EXTERNAL_CREDENTIALS_SECRET}?dryRun=All`,
        ),
      ),
      worker: await answer(own(world.admin)),
    }).toEqual({
      fills: "accepted",
      describes: "portico-guards",
      overwrites: "portico-guards",
      removes: "portico-guards",
      worker: "accepted",
    });
    const somebody = adminClient();
    const { call } = somebody.transport;
    somebody.transport.call = (options) =>
      call.call(somebody.transport, {
        ...options,
        headers: { ...options.headers, "impersonate-user": "oidc:edit" },
      });
    const rbac = "rbac.authorization.k8s.io";
    const bindings = kindOf(`${rbac}/v1`, "RoleBinding", "rolebindings");
    const binding = unique("edit");
    await world.admin.create(bindings, {
      apiVersion: bindings.apiVersion,
      kind: bindings.kind,
      metadata: { name: binding, namespace: name },
      ...{
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ apiGroup: rbac, kind: "User", name: "oidc:edit" }],
      },
    });
    // A role from elsewhere that holds everything in this namespace.
    // Until the API server has heard of the role it refuses by itself.
    for (const make of [own, making(ownStores, { provider: { fake: { data: [] } } })])
      await until("the guard refuses", async () => (await answer(make(somebody))) === "portico-guards");
    somebody.close();
    await ask(name, []);
    await until("all of it is gone", async () => !(await filled(name)).found);
  });

  test("of an organization comes into its projects by its own Secret, never with the value of another address, and goes from all", async () => {
    const { tenant } = world;
    const worker = new KubeClient(await workerConfig(world.admin), { timeoutMs: 3000 });
    const fetch = (remoteKey: string, settings: object = { siteUrl: "https://one.example" }) =>
      applyFetches(worker, {
        tenant,
        credentials: [
          {
            ...jira(remoteKey, { settings }),
            store: { kind: "ClusterSecretStore", name: store },
          },
        ],
      });
    const source = organizationExternalSecret(tenant);
    const copied = async (namespace: string) => {
      const found = await world.admin.get(secrets as Resource<WholeSecret>, {
        namespace,
        name: SHARED_CREDENTIALS_SECRET,
      });
      return found && Buffer.from(found.data?.[key] ?? "", "base64").toString();
    };
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    await fetch("acme/jira");
    await until("the project has it", async () => (await copied(name)) === "token-one");
    const [said] = (await world.admin.list(externalSecrets, { namespace: source.namespace })).items.filter(
      ({ metadata }) => metadata.labels?.["portico.dev/tenant"] === tenant,
    );
    expect(world.control.cache.fetched.store.get(keyOf(said!))?.metadata.labels).toEqual(
      said?.metadata.labels,
    );
    await fetch("acme/hook");
    await until("the project follows", async () => (await copied(name)) === "hook-one");

    const answer = (call: Promise<unknown>) =>
      call.then(
        () => "accepted",
        (error: unknown) =>
          /ValidatingAdmissionPolicy '(.*?)'/.exec(error instanceof KubeError ? error.message : "")?.[1] ??
          String(error),
      );
    const dry = { dryRun: true };
    const data = { data: { x: "eA==" } };
    const note = {
      metadata: { annotations: { [credentialAnnotation(key)]: descriptor({ kind: "generic" }) } },
    };
    const { namespace } = source;
    const typed = {
      ...{ apiVersion: "v1", kind: "Secret" },
      metadata: { namespace, name: unique("typed") },
    };
    expect({
      fills: await answer(operator.patch(secrets, source, data, dry)),
      describes: await answer(operator.patch(secrets, source, note, dry)),
      makes: await answer(operator.create(secrets, typed, dry)),
    }).toEqual({
      fills: "accepted",
      describes: "portico-organizations",
      makes: "portico-organizations",
    });

    await fetch("acme/gone", { siteUrl: "https://two.example" });
    await until("it is not there for the other address", async () => (await copied(name)) === "");
    await applyFetches(worker, { tenant, credentials: [] });
    await until("all of it is gone", async () => {
      const left = (await world.admin.list(externalSecrets, { namespace })).items;
      return (
        !(await world.admin.get(secrets, source)) &&
        !left.some(({ metadata }) => metadata.labels?.["portico.dev/tenant"] === tenant)
      );
    });
    const copy = await world.admin.get(secrets, { namespace: name, name: SHARED_CREDENTIALS_SECRET });
    await until("its copy says nothing of it", async () => {
      const notes = (await world.admin.get(secrets, copy!.metadata as { name: string }))?.metadata
        .annotations;
      return !notes || !(credentialAnnotation(key) in notes);
    });
    worker.close();
  });
});
