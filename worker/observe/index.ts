import { setTimeout as sleep } from "node:timers/promises";
import { recordAll } from "#lib/domain/audit/mutations.ts";
import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Leadership } from "#lib/infra/kube/lease.ts";
import { type KubeObject, type ResourceQuota, resourceQuotas, secrets } from "#lib/infra/kube/objects.ts";
import type { Reflector } from "#lib/infra/kube/reflector.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import type { Log } from "#lib/infra/log/index.ts";
import type { Cache } from "../control/cache.ts";
import { observeDuration } from "../metrics.ts";
import { findAbsent } from "./absent.ts";
import { type Changed, Changes, type ObservedKind } from "./changes.ts";
import { writeOutside } from "./credentials.ts";
import { repairOf, writeRepairs } from "./drift.ts";
import { writeFetched } from "./fetched.ts";
import { projectsGone, writeProjects } from "./projects.ts";
import { writeQuotas } from "./quotas.ts";
import { sessionsGone, writeSessions } from "./sessions.ts";

const ABSENT_EVERY_MS = 60_000;
const MOST_AT_ONCE = 100;

export type ObserveOptions = {
  client: KubeClient;
  /** The controller's watches: one a kind for all tenants, shared. */
  cache: Cache;
  log: Log;
};

/** Copies what the cluster says into Postgres while this process leads; what changes wakes open pages by NOTIFY. */
export class Observer {
  readonly #options: ObserveOptions;
  #changes: Changes | undefined;
  /** Secrets of which the watch had not seen a change of Portico's own. */
  readonly #unseen = new Set<string>();
  /** Sessions that were given something and are gone, as they were last seen. */
  readonly #last = new Map<string, AgenticSession>();

  /** Listens to the watches at once; writes only while `lead` runs. */
  constructor(options: ObserveOptions) {
    this.#options = options;
    const { cache } = options;
    // One that was just made says nothing yet, and its row would be written twice.
    const { projects, sessions } = cache;
    this.#listen("projects", projects, ({ metadata, status }) =>
      Boolean(status ?? metadata.deletionTimestamp),
    );
    sessions.on({
      changed: (after, before) => {
        if (!after && before?.status?.credentials && this.#changes) this.#last.set(keyOf(before), before);
      },
    });
    this.#listen("sessions", sessions);
    this.#listen("quotas", quotasOf(cache), ({ status }) => status?.used !== undefined);
    this.#listen("credentials", secretsOf(cache));
    this.#listen("credentials", cache.sources);
    this.#listen("fetched", cache.fetched);
    for (const reflector of repairable(cache))
      reflector.on({
        changed: (after) => after && this.#noteRepair(after),
        wrote: (object) => this.#noteRepair(object),
      });
  }

  get waiting(): number {
    return this.#changes?.waiting ?? 0;
  }

  /** Runs under leadership: everything once, then what changes, and each minute what is missing. */
  async lead(leadership: Leadership): Promise<void> {
    const { cache, client, log } = this.#options;
    await Promise.all([cache.projects.synced, cache.sessions.synced, quotasOf(cache).synced]);
    const { signal } = leadership;
    const changes = new Changes({
      size: MOST_AT_ONCE,
      log,
      write: async (kind, changed) => {
        if (!leadership.isLeader()) throw new Error("The Lease may be another's by now.");
        await this.#write(kind, changed);
      },
    });
    this.#changes = changes;
    for (const key of cache.projects.store.keys()) changes.add("projects", key);
    for (const key of quotasOf(cache).store.keys()) changes.add("quotas", key);
    for (const { store } of [secretsOf(cache), cache.sources])
      for (const key of store.keys()) changes.add("credentials", key);
    for (const key of cache.fetched.store.keys()) changes.add("fetched", key);
    for (const key of cache.sessions.store.keys()) changes.add("sessions", key);
    // What was repaired before a crash, and not kept any more.
    for (const { store } of repairable(cache)) for (const object of store.values()) this.#noteRepair(object);
    const running = changes.run(signal);
    while (!signal.aborted) {
      await findAbsent(client, cache, changes).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, "could not look for what is missing, trying again");
      });
      for (const key of this.#unseen) changes.add("credentials", key);
      this.#unseen.clear();
      await sleep(ABSENT_EVERY_MS * (0.8 + Math.random() * 0.4), undefined, { signal }).catch(() => {});
    }
    await running;
    this.#changes = undefined;
  }

  #listen<T extends Pick<KubeObject, "metadata">>(
    kind: ObservedKind,
    reflector: Reflector<T>,
    isWorthIt: (object: T) => boolean = () => true,
  ): void {
    const note = (after: T | undefined, before: T | undefined) => {
      if (after && !isWorthIt(after)) return;
      const object = (after ?? before)!;
      this.#changes?.add(kind, keyOf(object), after ? undefined : object.metadata.uid);
    };
    // What the controller wrote in this process comes by `wrote`; its echo is no event.
    reflector.on({ changed: note, wrote: (object) => note(object, undefined) });
  }

  /** The repair itself is the key: two of one object are two. */
  #noteRepair(object: KubeObject): void {
    const repair = repairOf(object);
    if (repair) this.#changes?.add("repairs", repair);
  }

  async #write(kind: ObservedKind, changed: Changed): Promise<void> {
    const { cache } = this.#options;
    const last = kind === "sessions" ? [...changed.keys()].flatMap((key) => this.#last.get(key) ?? []) : [];
    const end = observeDuration.startTimer();
    await withPlatform(async (tx) => {
      if (kind === "projects") {
        const { there, gone } = split(changed, (key) => cache.projects.store.get(key));
        const entries = gone.size > 0 ? await projectsGone(tx, gone) : [];
        await recordAll(tx, [...entries, ...(await writeProjects(tx, there))]);
      } else if (kind === "repairs") {
        const tenantOf = (namespace: string) =>
          cache.projects.store.by("target", namespace)[0]?.spec.tenantRef.name;
        await writeRepairs(tx, [...changed.keys()], tenantOf);
      } else if (kind === "credentials") {
        const { there, gone } = split(changed, (key) => secretIn(cache, key));
        const lost = [...gone.keys()].filter((key) => !secretIn(cache, key)).flatMap(organizationSecretAt);
        const later = (secret: Pick<KubeObject, "metadata">) => this.#unseen.add(keyOf(secret));
        await recordAll(tx, await writeOutside(tx, [...there, ...lost], later));
      } else if (kind === "fetched") {
        await writeFetched(tx, split(changed, (key) => cache.fetched.store.get(key)).there);
      } else if (kind === "sessions") {
        const { there, gone } = split(changed, (key) => cache.sessions.store.get(key));
        const entries = gone.size > 0 ? await sessionsGone(tx, gone, last) : [];
        await recordAll(tx, [...entries, ...(await writeSessions(tx, there))]);
      } else {
        await writeQuotas(tx, split(changed, (key) => quotasOf(cache).store.get(key)).there);
      }
    });
    for (const session of last)
      if (this.#last.get(keyOf(session)) === session) this.#last.delete(keyOf(session));
    end();
  }
}

const quotasOf = (cache: Cache) => cache.bundle[resourceQuotas.kind] as unknown as Reflector<ResourceQuota>;

const secretsOf = (cache: Cache) => cache.bundle[secrets.kind] as unknown as Reflector;

/** A Secret of a project or of an organization, by its key. */
const secretIn = (cache: Cache, key: string) =>
  secretsOf(cache).store.get(key) ?? cache.sources.store.get(key);

/** Nobody puts the Secret of an organization back that is gone, as the controller does with a project's: its values are lost. */
function organizationSecretAt(key: string): Pick<KubeObject, "metadata">[] {
  const [namespace, name = ""] = key.split("/");
  return namespace === ORGANIZATIONS_NAMESPACE ? [{ metadata: { namespace, name } }] : [];
}

/** The kinds of a bundle, whose objects say when they were put back. */
const repairable = (cache: Cache): Reflector[] => [
  cache.namespaces as unknown as Reflector,
  ...[...new Set([...Object.values(cache.bundle), ...Object.values(cache.credentials)])].map(
    (reflector) => reflector as unknown as Reflector,
  ),
];

/** The newest state of every key that changed, and what is gone: it may have been made anew under the same name. */
function split<T extends Pick<KubeObject, "metadata">>(
  changed: Changed,
  get: (key: string) => T | undefined,
) {
  const there: T[] = [];
  const gone = new Map<string, string | undefined>();
  for (const [key, { goneUid }] of changed) {
    const object = get(key);
    if (object) there.push(object);
    if (!object || (goneUid && object.metadata.uid !== goneUid)) gone.set(key, goneUid);
  }
  return { there, gone };
}
