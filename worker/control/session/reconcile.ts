import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { credentialSecrets } from "#lib/domain/clusters/contract/credentials.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { isAlreadyExists, KubeError } from "#lib/infra/kube/errors.ts";
import { events, type KubeObject, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import type { Outcome } from "#lib/infra/kube/queue.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import type { Cache } from "../cache.ts";
import type { Deps } from "../deps.ts";
import { writeStatus } from "../status-writer.ts";
import { type Resolution, resolveCredentials, type SecretsMetadata } from "./credentials.ts";
import { jobManager, jobManifest } from "./manifests/job.ts";
import { type Job, jobs, type Pod, pods } from "./objects.ts";
import { type Decision, decide, isFinal, type SessionWorld } from "./phase.ts";
import { Places } from "./places.ts";
import { unsuitable } from "./provider.ts";
import { quotaRefusal, quotaShortfall } from "./quota.ts";
import { usesOf } from "./uses.ts";

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
      credentials: { state: "ready", credentials: [] },
      places: { active: 0, ahead: 0 },
      podRefused: this.#podRefused.get(key),
      config,
      now: Date.now(),
    };
    if (job || isFinal(session.status?.phase)) return world;
    const classes = config.resourceClasses;
    return {
      ...world,
      credentials: credentialsOf(session, project, secretsOf(cache, namespace)),
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
      case "look-for-credentials":
        return this.#lookForCredentials(world);
      default:
        return decision;
    }
  }

  async #createJob(world: SessionWorld, decision: Decision): Promise<Decision> {
    const { client, cache, config, signal } = this.#deps;
    // A Job is made for a session of a Ready project only.
    const { session, project, credentials } = world;
    if (credentials.state !== "ready") throw new Error("A Job is made when all credentials are found.");
    const tenant = project!.spec.tenantRef.name;
    const manifest = jobManifest(session, tenant, credentials.credentials, config);
    try {
      const job = await this.#places.hold(world.session, async () => {
        const created = await client.create<Job>(jobs, manifest, { fieldManager: jobManager, signal });
        cache.jobs.wrote(created);
        return created;
      });
      failpoint("session.after.job", keyOf(world.session));
      const status = { jobName: job.metadata.name, credentials: usesOf(job) };
      return { ...decision, status: { ...decision.status, ...status } };
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

  /** Before a session fails for a credential: what was added a moment ago may not have been heard of. */
  async #lookForCredentials(world: SessionWorld): Promise<Decision> {
    const { client, signal } = this.#deps;
    const { namespace } = world.session.metadata;
    const found: SecretsMetadata = {};
    for (const name of credentialSecrets) {
      const asked = { namespace, fieldSelector: `metadata.name=${name}`, metadataOnly: true, signal };
      found[name] = (await client.list(secrets as Resource<KubeObject>, asked)).items[0];
    }
    const looked = {
      ...world,
      credentials: credentialsOf(world.session, world.project, found),
      lookedAgain: true,
    };
    return this.#act(looked, decide(looked));
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

const secretsOf = ({ credentials }: Cache, namespace: string): SecretsMetadata =>
  Object.fromEntries(
    credentialSecrets.map((name) => [name, credentials[name].store.get(`${namespace}/${name}`)]),
  );

/** What becomes of the credentials that a session names: those that its project should have are waited for. */
function credentialsOf(
  { spec }: AgenticSession,
  project: Project | undefined,
  found: SecretsMetadata,
): Resolution {
  const { sharedCredentials = [], externalCredentials = [] } = project?.spec ?? {};
  const expected = new Set([...sharedCredentials, ...externalCredentials].map(({ name }) => name));
  const resolution = resolveCredentials(spec.credentialRefs, found, expected);
  const words = resolution.state === "ready" ? unsuitable(resolution.credentials) : undefined;
  return words ? { state: "refused", reason: "credential_unsuitable", message: words } : resolution;
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
