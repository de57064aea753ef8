import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { isAlreadyExists, KubeError } from "#lib/infra/kube/errors.ts";
import { events } from "#lib/infra/kube/objects.ts";
import type { Outcome } from "#lib/infra/kube/queue.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import type { Deps } from "../deps.ts";
import { writeStatus } from "../status-writer.ts";
import { jobManager, jobManifest } from "./manifests/job.ts";
import { type Job, jobs, type Pod, pods } from "./objects.ts";
import { type Decision, decide, isFinal, type SessionWorld } from "./phase.ts";
import { Places } from "./places.ts";
import { quotaRefusal, quotaShortfall } from "./quota.ts";

const FULL_QUOTA_AGAIN_MS = 5000;

/** Makes the cluster agree with an AgenticSession. Safe to run at any time, any number of times, by one leader. */
export class SessionReconciler {
  readonly #deps: Deps;
  readonly #places: Places;
  /** Why the API server refuses a session's pod, until it no longer does. */
  readonly #podRefused = new Map<string, string>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#places = new Places(deps.cache);
  }

  async reconcile(key: string): Promise<Outcome | undefined> {
    const session = this.#deps.cache.sessions.store.get(key);
    if (!session || session.metadata.deletionTimestamp) {
      this.#podRefused.delete(key);
      return undefined;
    }
    const world = this.#gather(session);
    if (world.pod) this.#podRefused.delete(key);
    const decision = decide(world);
    const { status, againMs } = await this.#act(world, decision);
    if (!isFinal(session.status?.phase)) {
      const { client, cache, signal } = this.#deps;
      await writeStatus(client, cache.sessions, agenticSessionResource, session, status, signal);
      failpoint(`session.after.${status.phase}`, key);
      if (isFinal(status.phase)) this.#podRefused.delete(key);
    }
    return againMs === undefined ? undefined : { againMs };
  }

  /** Keys of the sessions of a namespace that may begin now that something changed, oldest first. */
  next(namespace: string): string[] {
    const limit =
      this.#deps.cache.projects.store.by("target", namespace)[0]?.spec.limits.concurrentSessions ?? 0;
    return this.#places.waiting(namespace).slice(0, limit).map(keyOf);
  }

  /** Keys of all sessions of a namespace that have not begun. */
  waiting(namespace: string): string[] {
    return this.#places.waiting(namespace).map(keyOf);
  }

  /** Keys of all sessions of a namespace that have not ended. */
  open(namespace: string): string[] {
    return this.#places.open(namespace).map(keyOf);
  }

  #gather(session: AgenticSession): SessionWorld {
    const { cache, config } = this.#deps;
    const key = keyOf(session);
    const namespace = session.metadata.namespace!;
    const job = cache.jobs.store.get(key);
    const project = this.#projectOf(session);
    const world: SessionWorld = {
      session,
      project,
      suspended: project !== undefined && this.#isSuspended(project),
      job,
      pod: newest(cache.pods.store.by("session", key)),
      places: { active: 0, ahead: 0 },
      podRefused: this.#podRefused.get(key),
      config,
      now: Date.now(),
    };
    if (job || isFinal(session.status?.phase)) return world;
    const classes = config.resourceClasses;
    return {
      ...world,
      places: this.#places.of(session),
      quotaShortfall: quotaShortfall(
        cache.quota(namespace),
        classes[session.spec.resourceClass],
        this.#places.uncounted(namespace).map((other) => classes[other.spec.resourceClass]),
      ),
    };
  }

  #isSuspended({ spec }: Project): boolean {
    return spec.suspended || Boolean(this.#deps.cache.tenants.store.get(spec.tenantRef.name)?.spec.suspended);
  }

  #projectOf(session: AgenticSession): Project | undefined {
    return this.#deps.cache.projects.store.get(session.spec.projectRef.name);
  }

  async #act(world: SessionWorld, decision: Decision): Promise<Decision> {
    switch (decision.act) {
      case "create-job":
        return this.#createJob(world, decision);
      case "delete-job":
        await this.#deleteJob(world.job!);
        return decision;
      case "end-pod":
        await this.#endPod(world.pod!);
        return decision;
      case "ask-why-no-pod":
        return this.#askWhyNoPod(world);
      default:
        return decision;
    }
  }

  async #createJob(world: SessionWorld, decision: Decision): Promise<Decision> {
    const { client, cache, config, signal } = this.#deps;
    // A Job is made for a session of a Ready project only.
    const manifest = jobManifest(world.session, world.project!.spec.tenantRef.name, config);
    try {
      const job = await this.#places.hold(world.session, async () => {
        const created = await client.create<Job>(jobs, manifest, { fieldManager: jobManager, signal });
        cache.jobs.wrote(created);
        return created;
      });
      failpoint("session.after.job", keyOf(world.session));
      return { ...decision, status: { ...decision.status, jobName: job.metadata.name } };
    } catch (error) {
      if (isAlreadyExists(error)) return this.#found(world);
      if (!(error instanceof KubeError) || error.transient) throw error;
      const shortfall = quotaRefusal(error.message);
      if (shortfall)
        return { ...decide({ ...world, quotaShortfall: shortfall }), againMs: FULL_QUOTA_AGAIN_MS };
      this.#deps.log.warn({ session: keyOf(world.session), message: error.message }, "Job refused");
      const { status } = decision;
      const message = `The cluster refused the session: ${error.message}`.slice(0, 4096);
      const result = { ...status.result, reason: "refused" };
      return {
        status: { ...status, phase: "Failed", message, result, completionTime: new Date().toISOString() },
      };
    }
  }

  /** A Job of this name was there before us: ours from before a crash, or somebody else's. */
  async #found(world: SessionWorld): Promise<Decision> {
    const { client, cache, signal } = this.#deps;
    const { name, namespace } = world.session.metadata;
    const job = await client.get(jobs, { name, namespace }, { signal });
    if (job) cache.jobs.wrote(job);
    return decide({ ...world, job });
  }

  async #deleteJob(job: Job): Promise<void> {
    const { client, signal } = this.#deps;
    const { name, namespace, uid } = job.metadata;
    await client.delete(jobs, { name, namespace }, { uid, propagation: "Background", signal });
  }

  async #endPod(pod: Pod): Promise<void> {
    const { client, cache, signal } = this.#deps;
    const { name, namespace, uid } = pod.metadata;
    const patch = { metadata: { uid }, spec: { activeDeadlineSeconds: 1 } };
    const answer = await client.patch<Pod>(pods, { name, namespace }, patch, {
      fieldManager: jobManager,
      signal,
    });
    cache.pods.wrote(answer);
  }

  /** The Job controller says only in Events why a pod is not there. */
  async #askWhyNoPod(world: SessionWorld): Promise<Decision> {
    const { client, signal } = this.#deps;
    const { name, namespace, uid } = world.job!.metadata;
    const fieldSelector = `involvedObject.kind=Job,involvedObject.name=${name},involvedObject.uid=${uid},reason=FailedCreate`;
    const { items } = await client.list(events, { namespace, fieldSelector, signal });
    const said = items.at(-1)?.message;
    if (!said) return decide(world);
    const podRefused = quotaRefusal(said) ?? `The cluster refused the session's pod: ${said}`;
    this.#podRefused.set(keyOf(world.session), podRefused);
    return decide({ ...world, podRefused });
  }
}

function newest(candidates: Pod[]): Pod | undefined {
  return candidates.reduce<Pod | undefined>(
    (latest, pod) =>
      !latest || (pod.metadata.creationTimestamp ?? "") > (latest.metadata.creationTimestamp ?? "")
        ? pod
        : latest,
    undefined,
  );
}
