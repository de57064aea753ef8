import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "./client.ts";
import { isConflict } from "./errors.ts";
import { type Lease, leases } from "./objects.ts";

export interface LeaseOptions {
  client: KubeClient;
  namespace: string;
  name: string;
  /** Who we are; must be different in every process. */
  identity: string;
  signal: AbortSignal;
  /** Others may take over when the lease was not renewed for so long. Default 10,000 ms, whole seconds. */
  durationMs?: number;
  /** Between two renewals; somebody else's lease is looked at twice as often. Default 2,000 ms. */
  renewMs?: number;
  log?: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
}

/** The right to act. It ends by itself, before another may begin, when the lease cannot be renewed. */
export interface Leadership {
  /** Aborted when leadership is lost or given up. */
  signal: AbortSignal;
  /** Ask right before acting: false from the moment on which the lease may be another's. */
  isLeader: () => boolean;
}

/**
 * Runs `lead` whenever this process holds the Lease, until the signal. One process leads at a time: a holder that could not
 * renew stops by its own clock after 4/5 of the duration, others wait the whole duration by theirs (counted from when they
 * saw the record change, so clocks need not agree). A clean stop gives the lease back at once.
 */
export async function runAsLeader(
  options: LeaseOptions,
  lead: (leadership: Leadership) => Promise<void>,
): Promise<void> {
  const { signal, renewMs = 2000 } = options;
  const election = new Election(options);
  while (!signal.aborted) {
    if (await election.tryAcquire()) await election.lead(lead);
    await pause((renewMs / 2) * (0.8 + Math.random() * 0.4), signal);
  }
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {});

class Election {
  readonly #o: LeaseOptions;
  readonly #durationMs: number;
  /** The record as last seen, and when (monotonic) it was seen to change. */
  #seen: { record: string; at: number; lease: Lease } | undefined;
  #renewedAt = 0;

  constructor(options: LeaseOptions) {
    this.#o = options;
    this.#durationMs = options.durationMs ?? 10_000;
  }

  /** Takes or renews the lease if it is free, ours or run out. Never throws. */
  async tryAcquire(): Promise<boolean> {
    const started = performance.now();
    try {
      if (!(await this.#write())) return false;
      // The lease runs from before the call: an answer that came late must not lengthen it.
      this.#renewedAt = started;
      return true;
    } catch (error) {
      if (!isConflict(error))
        this.#o.log?.warn({ err: error, lease: this.#o.name }, "lease could not be written");
      this.#seen = isConflict(error)
        ? this.#seen && { ...this.#seen, lease: { ...this.#seen.lease } }
        : this.#seen;
      return false;
    }
  }

  async lead(run: (leadership: Leadership) => Promise<void>): Promise<void> {
    const { signal, renewMs = 2000, log, name, identity } = this.#o;
    const deadlineMs = this.#durationMs * 0.8;
    const lost = new AbortController();
    const leading = AbortSignal.any([signal, lost.signal]);
    const isLeader = () => !leading.aborted && performance.now() - this.#renewedAt < deadlineMs;
    log?.info({ lease: name, identity }, "leading");
    let watchdog: NodeJS.Timeout | undefined;
    const arm = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(
        () => lost.abort(),
        Math.max(0, this.#renewedAt + deadlineMs - performance.now()),
      );
    };
    arm();
    const work = run({ signal: leading, isLeader }).catch((error) => {
      log?.warn({ err: error, lease: name }, "the leader's work ended with an error");
      lost.abort();
    });
    while (!leading.aborted) {
      await pause(renewMs, leading);
      if (leading.aborted) break;
      if (await this.tryAcquire()) arm();
      else if (this.#heldByAnother()) lost.abort();
    }
    clearTimeout(watchdog);
    if (!signal.aborted) log?.warn({ lease: name, identity }, "no longer leading");
    await work;
    if (signal.aborted) await this.#release();
  }

  #heldByAnother(): boolean {
    const holder = this.#seen?.lease.spec?.holderIdentity;
    return Boolean(holder) && holder !== this.#o.identity;
  }

  async #write(): Promise<boolean> {
    const { client, name, namespace, identity } = this.#o;
    // A renewal uses what we wrote last; only a conflict or somebody else's lease needs a look.
    const mine = this.#seen?.lease.spec?.holderIdentity === identity ? this.#seen.lease : undefined;
    const current = mine ?? (await client.get(leases, { name, namespace }));
    const now = new Date().toISOString().replace("Z", "000Z");
    if (!current) {
      const created = await client.create<Lease>(leases, this.#record({ name, namespace }, now, now, 0));
      this.#note(created);
      return true;
    }
    this.#note(current);
    const spec = current.spec ?? {};
    const held = spec.holderIdentity && spec.holderIdentity !== identity;
    if (held && performance.now() - this.#seen!.at < (spec.leaseDurationSeconds ?? 10) * 1000) return false;
    const again = spec.holderIdentity === identity;
    const next = this.#record(
      { name, namespace, resourceVersion: current.metadata.resourceVersion },
      again ? (spec.acquireTime ?? now) : now,
      now,
      (spec.leaseTransitions ?? 0) + (again ? 0 : 1),
    );
    try {
      this.#note(await client.replace<Lease>(leases, next));
    } catch (error) {
      if (isConflict(error)) this.#note(await client.get(leases, { name, namespace }));
      throw error;
    }
    return true;
  }

  async #release(): Promise<void> {
    const { client, name, namespace, identity } = this.#o;
    if (this.#seen?.lease.spec?.holderIdentity !== identity) return;
    const { spec, metadata } = this.#seen.lease;
    const free = {
      ...this.#record({ name, namespace, resourceVersion: metadata.resourceVersion }, "", "", 0),
    } as Lease;
    free.spec = { ...spec, holderIdentity: "", leaseDurationSeconds: 1 };
    await client.replace(leases, free).catch(() => {});
  }

  #record(
    metadata: Lease["metadata"],
    acquireTime: string,
    renewTime: string,
    leaseTransitions: number,
  ): Lease {
    return {
      apiVersion: leases.apiVersion,
      kind: leases.kind,
      metadata,
      spec: {
        holderIdentity: this.#o.identity,
        leaseDurationSeconds: Math.ceil(this.#durationMs / 1000),
        acquireTime,
        renewTime,
        leaseTransitions,
      },
    };
  }

  #note(lease: Lease | undefined): void {
    if (!lease) {
      this.#seen = undefined;
      return;
    }
    const record = `${lease.spec?.holderIdentity}/${lease.spec?.renewTime}`;
    const at = this.#seen?.record === record ? this.#seen.at : performance.now();
    this.#seen = { record, at, lease };
  }
}
