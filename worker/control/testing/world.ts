import "#test/provided.ts";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { KubeConfig } from "@kubernetes/client-node";
import { inject } from "vitest";
import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { FINALIZER, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { runAsLeader } from "#lib/infra/kube/lease.ts";
import { type RecordedCall, record } from "#lib/infra/kube/testing/recording.ts";
import { installCluster, mintKubeconfig } from "#scripts/install-cluster.ts";
import type { ControlConfig } from "../config.ts";
import type { Logger } from "../deps.ts";
import { type Control, startControl } from "../main.ts";
import { config as testConfig } from "./factories.ts";

const quiet = () => {};
/** Silent, unless `PORTICO_TEST_LOG` asks for the controller's warnings. */
const warn = process.env.PORTICO_TEST_LOG
  ? (fields: object, message: string) =>
      void process.stderr.write(`${message} ${inspect(fields, { breakLength: 200 })}\n`)
  : quiet;
export const testLog: Logger = { debug: quiet, info: quiet, warn, error: warn };

let count = 0;
const run = randomUUID().slice(0, 6);
/** A name that no other test uses, in this run or another on the same cluster. */
export const unique = (prefix: string) => `${prefix}-${run}-${(count++).toString(36)}`;

/** Settles when `check` gives something; throws with `what` after `ms`. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 50_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${ms} ms in vain: ${what}`);
    await sleep(20);
  }
}

export const admin = () => new KubeClient(fromFile(inject("kubeconfig")));

/**
 * One controller at a time on the cluster that all test files share: another file that wants one waits here. The returned
 * function lets the next one in.
 */
export async function exclusively(client: KubeClient): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const held = Promise.withResolvers<void>();
  const done = runAsLeader(
    {
      client,
      namespace: "portico-system",
      name: "portico-tests",
      identity: randomUUID(),
      signal: stop.signal,
      renewMs: 600,
    },
    async ({ signal }) => {
      held.resolve();
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    },
  );
  await held.promise;
  return async () => {
    stop.abort();
    await done;
  };
}

/** A kubeconfig with the very rights that the worker has in production. `port` goes through a proxy of the test. */
export async function workerConfig(client: KubeClient, port?: number): Promise<KubeConfig> {
  const config = new KubeConfig();
  const text = await mintKubeconfig(client, "portico-worker", 3600);
  config.loadFromString(port ? text.replace(client.transport.server.host, `127.0.0.1:${port}`) : text);
  return config;
}

export interface World {
  admin: KubeClient;
  control: Control;
  config: ControlConfig;
  /** What the controller's client has called so far. */
  calls: RecordedCall[];
  callsAbout: (name: string) => RecordedCall[];
  tenant: string;
  /** Applies a Project as dispatch would, and gives its name, which is also its namespace's. */
  project: (spec?: object, name?: string) => Promise<string>;
  /** Applies a Project and waits until it is Ready. */
  ready: (spec?: object) => Promise<string>;
  projectNow: (name: string) => Project | undefined;
  session: (project: string, spec?: object) => Promise<string>;
  sessionNow: (project: string, name: string) => AgenticSession | undefined;
  close: () => Promise<void>;
}

/** Starts a controller with the worker's real rights, alone on the cluster, and what tests need around it. */
export async function openWorld(
  options: {
    config?: Partial<ControlConfig>;
    log?: Logger;
    port?: number;
    stallMs?: number;
    /** Of one call. A test in which calls go unanswered waits for this again and again. */
    timeoutMs?: number;
  } = {},
): Promise<World> {
  const client = admin();
  await installCluster(client);
  const release = await exclusively(client);
  const config = { ...testConfig, agents: { chat: { image: "portico-runner:test" } }, ...options.config };
  const kubeConfig = await workerConfig(client, options.port);
  const worker = new KubeClient(kubeConfig, { timeoutMs: options.timeoutMs ?? 3000 });
  const leaseClient = new KubeClient(kubeConfig, { timeoutMs: 1000, connections: 1 });
  const calls = record(worker);
  const stop = new AbortController();
  const control = startControl({
    client: worker,
    leaseClient,
    config,
    log: options.log ?? testLog,
    signal: stop.signal,
    leaseDurationMs: 4000,
    leaseRenewMs: 500,
    stallMs: options.stallMs,
  });
  await control.synced;
  await until("the controller leads", () => control.isLeader());
  const tenant = unique("acme");
  await client.apply(
    tenantResource,
    {
      apiVersion: tenantResource.apiVersion,
      kind: "Tenant",
      metadata: { name: tenant },
      ...{ spec: { displayName: "Acme" } },
    },
    { fieldManager: fieldManagers.dispatch },
  );
  const made: string[] = [];
  const project = async (spec: object = {}, name = unique("p")) => {
    made.push(name);
    await client.apply(
      projectResource,
      {
        apiVersion: projectResource.apiVersion,
        kind: "Project",
        metadata: { name, finalizers: [FINALIZER], labels: { "portico.dev/tenant": tenant } },
        ...{ spec: { displayName: name, tenantRef: { name: tenant }, namespace: name, ...spec } },
      },
      { fieldManager: fieldManagers.dispatch },
    );
    return name;
  };
  const projectNow = (name: string) => control.cache.projects.store.get(name);
  const sessionNow = (namespace: string, name: string) =>
    control.cache.sessions.store.get(`${namespace}/${name}`);
  return {
    admin: client,
    control,
    config,
    calls,
    callsAbout: (name) => calls.filter(({ path }) => path.includes(name)),
    tenant,
    project,
    ready: async (spec) => {
      const name = await project(spec);
      await until(`${name} is Ready`, () => projectNow(name)?.status?.phase === "Ready");
      return name;
    },
    projectNow,
    session: async (namespace, spec = {}) => {
      const name = unique("s");
      await client.create(agenticSessionResource, {
        apiVersion: agenticSessionResource.apiVersion,
        kind: "AgenticSession",
        metadata: { name, namespace },
        ...{
          spec: {
            prompt: "Say hello.",
            projectRef: { name: namespace, namespace },
            userContext: { userId: "oidc:test" },
            agent: { model: "claude-sonnet-4-5" },
            credentialRefs: [{ name: "anthropic-api-key" }],
            ...spec,
          },
        },
      });
      return name;
    },
    sessionNow,
    close: async () => {
      await Promise.all(made.map((name) => client.delete(projectResource, { name })));
      // The controller's part is seen; the namespaces' own end takes seconds each and is nobody's test here.
      const left = () => made.map(projectNow).filter((now) => now !== undefined);
      await until("teardown has begun", () => left().every((now) => now.status?.phase === "Deleting"));
      await Promise.all(
        left().map(({ metadata: { name } }) =>
          client.patch(projectResource, { name }, { metadata: { finalizers: null } }).catch(() => {}),
        ),
      );
      await client.delete(tenantResource, { name: tenant });
      stop.abort();
      await control.done;
      worker.close();
      leaseClient.close();
      await release();
      client.close();
    },
  };
}
