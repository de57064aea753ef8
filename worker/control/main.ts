import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { tenantOfSecret } from "#lib/domain/clusters/contract/brought.ts";
import { annotations, labels } from "#lib/domain/clusters/contract/meta.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { type Leadership, runAsLeader } from "#lib/infra/kube/lease.ts";
import { WorkQueue } from "#lib/infra/kube/queue.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import { Cache } from "./cache.ts";
import type { ControlConfig } from "./config.ts";
import type { Deps, Logger } from "./deps.ts";
import { ProjectReconciler } from "./project/reconcile.ts";
import { isFinal } from "./session/phase.ts";
import { SessionReconciler } from "./session/reconcile.ts";
import { reconcileTenant } from "./tenant/reconcile.ts";

export interface ControlOptions {
  client: KubeClient;
  config: ControlConfig;
  log: Logger;
  /** Ends the controller: what is in hand is finished or dropped, and the Lease is given back. */
  signal: AbortSignal;
  /** Renews the Lease. Default: `client`, whose calls may have to wait for each other under load. */
  leaseClient?: KubeClient;
  /** More to do while this process holds the Lease. */
  alongside?: (leadership: Leadership, cache: Cache) => Promise<void>;
  /** Who this process is in the Lease. Default: host name and a random part. */
  identity?: string;
  leaseDurationMs?: number;
  leaseRenewMs?: number;
  stallMs?: number;
}

export interface Control {
  cache: Cache;
  /** Settles when the first lists are in. */
  synced: Promise<void>;
  /** Settles after the signal, when everything has ended. */
  done: Promise<void>;
  isLeader: () => boolean;
  /** For metrics: what waits, by queue, and what each watch has done. */
  counters: () => { queues: Record<string, number>; watches: Record<string, object>; calls: object };
}

const LEASE = "portico-worker";
/** A tenant's count of projects is not urgent, and many projects come at once. */
const TENANT_DELAY_MS = 300;

/** Enough to keep all connections busy. More would only make every project wait for all. */
const PROJECTS_AT_ONCE = 16;

interface Queues {
  tenants: WorkQueue;
  projects: WorkQueue;
  sessions: WorkQueue;
}

/**
 * Starts the controller: watches at once, works while it holds the Lease. Needs the custom resources to be installed and the
 * rights of the ClusterRole `portico-worker`.
 */
export function startControl(options: ControlOptions): Control {
  const { client, config, log, signal } = options;
  const cache = new Cache(client, log, options.stallMs);
  const synced = cache.start(signal);
  let work: { queues: Queues; sessions: SessionReconciler; leadership: Leadership } | undefined;
  wire(cache, () => work);

  const lead = async (leadership: Leadership) => {
    await synced;
    if (leadership.signal.aborted) return;
    const deps: Deps = { client, cache, config, log, signal: leadership.signal };
    const sessions = new SessionReconciler(deps);
    const queues = makeQueues(deps, sessions, leadership);
    work = { queues, sessions, leadership };
    const beside = options.alongside?.(leadership, cache);
    for (const name of cache.tenants.store.keys()) queues.tenants.add(name);
    for (const name of cache.projects.store.keys()) queues.projects.add(name);
    for (const key of cache.sessions.store.keys()) queues.sessions.add(key);
    await new Promise((resolve) => leadership.signal.addEventListener("abort", resolve, { once: true }));
    work = undefined;
    await Promise.all([beside, ...Object.values(queues).map((queue) => queue.stop())]);
  };

  const done = runAsLeader(
    {
      client: options.leaseClient ?? client,
      log,
      signal,
      namespace: config.systemNamespace,
      name: LEASE,
      identity: options.identity ?? `${hostname()}-${randomUUID().slice(0, 8)}`,
      durationMs: options.leaseDurationMs,
      renewMs: options.leaseRenewMs,
    },
    lead,
  );

  return {
    cache,
    synced,
    done,
    isLeader: () => work?.leadership.isLeader() ?? false,
    counters: () => ({
      queues: Object.fromEntries(
        Object.entries(work?.queues ?? {}).map(([name, queue]) => [name, queue.depth]),
      ),
      watches: watchesByKind(cache),
      calls: client.counters,
    }),
  };
}

/** What the watches of each kind have done: Secrets are watched by several. */
function watchesByKind(cache: Cache): Record<string, object> {
  const sums: Record<string, Record<string, number>> = {};
  for (const { kind, counters } of cache.all) {
    const sum = { ...sums[kind] };
    for (const [name, count] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + count;
    sums[kind] = sum;
  }
  return sums;
}

function makeQueues(deps: Deps, sessions: SessionReconciler, leadership: Leadership): Queues {
  const projects = new ProjectReconciler(deps);
  const queue = (
    kind: string,
    concurrency: number,
    run: (key: string) => ReturnType<ProjectReconciler["reconcile"]>,
  ) =>
    new WorkQueue(
      async (key) => {
        // Between losing the Lease and hearing of it nothing may be written.
        if (!leadership.isLeader()) return { againMs: 1000 };
        return run(key);
      },
      (key, error, failures) => {
        if (!leadership.signal.aborted)
          deps.log.warn({ kind, key, err: error, failures }, "reconciliation failed, trying again");
      },
      { concurrency, maxMs: 5000 },
    );
  return {
    tenants: queue("Tenant", 4, (name) => reconcileTenant(deps, name)),
    projects: queue("Project", PROJECTS_AT_ONCE, (name) => projects.reconcile(name)),
    sessions: queue("AgenticSession", 32, (key) => sessions.reconcile(key)),
  };
}

/** Which change concerns whom. Our own writes never come back as changes: the informers know them already. */
function wire(
  cache: Cache,
  current: () => { queues: Queues; sessions: SessionReconciler } | undefined,
): void {
  const projectsOf = (namespace: string | undefined) =>
    namespace ? cache.projects.store.by("target", namespace).map((project) => project.metadata.name) : [];
  const touch = (namespace: string | undefined) => {
    for (const name of projectsOf(namespace)) current()?.queues.projects.add(name);
  };

  cache.tenants.on({
    changed: (after, before) => {
      const tenant = (after ?? before)!;
      current()?.queues.tenants.add(tenant.metadata.name);
      const same = after && before && after.spec.suspended === before.spec.suspended;
      if (same) return;
      const work = current();
      for (const project of cache.projects.store.by("tenant", tenant.metadata.name)) {
        work?.queues.projects.add(project.metadata.name);
        for (const key of work?.sessions.open(project.spec.namespace) ?? []) work?.queues.sessions.add(key);
      }
    },
  });

  cache.projects.on({
    changed: (after, before) => {
      const project = (after ?? before)!;
      const work = current();
      if (!work) return;
      const asked =
        after?.metadata.generation !== before?.metadata.generation ||
        after?.metadata.annotations[annotations.retry] !== before?.metadata.annotations[annotations.retry];
      if (asked) work.queues.projects.forget(project.metadata.name);
      work.queues.projects.add(project.metadata.name);
      if (!after || !before) work.queues.tenants.addAfter(project.spec.tenantRef.name, TENANT_DELAY_MS);
      const { namespace } = project.spec;
      // What is suspended is stopped; else only what waits may have waited for this.
      const toggled = after?.spec.suspended !== before?.spec.suspended;
      for (const key of toggled ? work.sessions.open(namespace) : work.sessions.waiting(namespace))
        work.queues.sessions.add(key);
    },
    wrote: (project) => {
      const work = current();
      for (const key of work?.sessions.waiting(project.spec.namespace) ?? []) work?.queues.sessions.add(key);
    },
  });

  cache.namespaces.on({ changed: (after, before) => touch((after ?? before)!.metadata.name) });
  cache.sources.on({
    changed: (after, before) => {
      for (const project of cache.projects.store.by(
        "tenant",
        tenantOfSecret((after ?? before)!.metadata.name),
      ))
        if (project.spec.sharedCredentials.length > 0) current()?.queues.projects.add(project.metadata.name);
    },
  });
  for (const reflector of new Set([...Object.values(cache.bundle), ...Object.values(cache.credentials)])) {
    reflector.on({
      changed: (after, before) => {
        const { namespace } = (after ?? before)!.metadata;
        touch(namespace);
        const work = current();
        if (reflector.kind !== "ResourceQuota" || !namespace || !work) return;
        for (const key of work.sessions.next(namespace)) work.queues.sessions.add(key);
      },
    });
  }

  // A credential that some wait for may have come, also by the controller's own write.
  const wakeWaiting = ({ metadata: { namespace } }: { metadata: { namespace?: string } }) => {
    const work = current();
    for (const key of (namespace && work?.sessions.waiting(namespace)) || []) work?.queues.sessions.add(key);
  };
  for (const reflector of Object.values(cache.credentials))
    reflector.on({ changed: (after) => after && wakeWaiting(after), wrote: wakeWaiting });

  const wakeNext = (namespace: string) => {
    const work = current();
    for (const key of work?.sessions.next(namespace) ?? []) work?.queues.sessions.add(key);
  };
  cache.sessions.on({
    changed: (after, before) => {
      const session = (after ?? before)!;
      current()?.queues.sessions.add(keyOf(session));
      // Our own write comes here, not below, when the watch was quicker than the answer.
      if (!after || isFinal(after.status?.phase)) wakeNext(session.metadata.namespace!);
    },
    wrote: (session) => {
      if (isFinal(session.status?.phase)) wakeNext(session.metadata.namespace!);
    },
  });
  const sessionOf = (object: { metadata: { namespace?: string; labels?: Record<string, string> } }) => {
    const name = object.metadata.labels?.[labels.session];
    if (name) current()?.queues.sessions.add(`${object.metadata.namespace}/${name}`);
  };
  cache.jobs.on({ changed: (after, before) => sessionOf((after ?? before)!) });
  cache.pods.on({ changed: (after, before) => sessionOf((after ?? before)!) });
}
