import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import {
  type ExternalSecret,
  externalSecrets,
  ORGANIZATIONS_NAMESPACE,
} from "#lib/domain/clusters/contract/brought.ts";
import { type CredentialSecret, credentialSecrets } from "#lib/domain/clusters/contract/credentials.ts";
import { CREDENTIALS_SECRET, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { type Tenant, tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import {
  limitRanges,
  type Namespace,
  namespaces,
  networkPolicies,
  type Resource,
  type ResourceQuota,
  resourceQuotas,
  roleBindings,
  secrets,
  serviceAccounts,
} from "#lib/infra/kube/objects.ts";
import { Reflector, type ReflectorOptions } from "#lib/infra/kube/reflector.ts";
import type { BundleObject } from "./project/manifests/common.ts";
import { Served } from "./served.ts";
import { type Job, jobs, type Pod, pods } from "./session/objects.ts";

/** The kinds of a bundle that live in the project's namespace, by name of the kind. */
export const bundleResources: Record<string, Resource<BundleObject>> = Object.fromEntries(
  [
    resourceQuotas,
    limitRanges,
    networkPolicies,
    serviceAccounts,
    roleBindings,
    secrets,
    externalSecrets as Resource<unknown>,
  ].map((resource) => [resource.kind, resource as Resource<BundleObject>]),
);

/**
 * Everything the controller knows of the cluster: one watch a kind, for all tenants. Our custom resources are watched
 * whoever made them; of the other kinds only what carries our label, and Secrets only by their names and without content (so
 * that the right to do so can be given by name, and nothing secret enters this process by a watch).
 */
export class Cache {
  readonly tenants: Reflector<Tenant>;
  readonly projects: Reflector<Project>;
  readonly sessions: Reflector<AgenticSession>;
  readonly namespaces: Reflector<Namespace>;
  readonly jobs: Reflector<Job>;
  readonly pods: Reflector<Pod>;
  readonly bundle: Record<string, Reflector<BundleObject>>;
  /** The Secrets of projects that hold credentials, by name. The one that projects always have is in `bundle` too. */
  readonly credentials: Record<CredentialSecret, Reflector<BundleObject>>;
  /** The Secrets of organizations. */
  readonly sources: Reflector;
  readonly #fetching: Served<BundleObject>;

  constructor(client: KubeClient, log?: ReflectorOptions<unknown>["log"], stallMs?: number) {
    const shared = { client, log, stallMs };
    const ours = { ...shared, labelSelector: `${labels.managedBy}=${MANAGED_BY}` };
    this.tenants = new Reflector({ ...shared, resource: tenantResource, read: tenantResource.read });
    this.projects = new Reflector({
      ...shared,
      resource: projectResource,
      read: projectResource.read,
      indexes: {
        target: (project) => project.spec.namespace,
        tenant: (project) => project.spec.tenantRef.name,
      },
    });
    this.sessions = new Reflector({
      ...shared,
      resource: agenticSessionResource,
      read: agenticSessionResource.read,
    });
    this.namespaces = new Reflector<Namespace>({ ...ours, resource: namespaces, keepManaged: true });
    this.jobs = new Reflector<Job>({ ...ours, resource: jobs });
    this.pods = new Reflector<Pod>({ ...ours, resource: pods, indexes: { session: sessionOfPod } });
    const ofSecrets = { ...shared, resource: secrets, keepManaged: true, metadataOnly: true };
    this.credentials = Object.fromEntries(
      credentialSecrets.map((name) => [
        name,
        new Reflector<BundleObject>({ ...ofSecrets, fieldSelector: `metadata.name=${name}` }),
      ]),
    ) as Cache["credentials"];
    this.sources = new Reflector({ ...ofSecrets, namespace: ORGANIZATIONS_NAMESPACE });
    this.bundle = Object.fromEntries(
      Object.values(bundleResources).map((resource) => [
        resource.kind,
        resource.kind === secrets.kind
          ? this.credentials[CREDENTIALS_SECRET]
          : new Reflector<BundleObject>({ ...ours, resource, keepManaged: true }),
      ]),
    );
    this.#fetching = new Served(client, externalSecrets, this.bundle[externalSecrets.kind]!);
  }

  get all(): Pick<Reflector, "kind" | "counters" | "start" | "synced">[] {
    const { tenants, projects, sessions, namespaces, jobs, pods, sources } = this;
    const optional = this.bundle[externalSecrets.kind];
    const bundle = Object.values(this.bundle).filter((reflector) => reflector !== optional);
    const beside = Object.values(this.credentials).filter((reflector) => !bundle.includes(reflector));
    return [tenants, projects, sessions, namespaces, jobs, pods, sources, ...bundle, ...beside];
  }

  /** Whether External Secrets Operator's kind is served here, and watched. */
  get fetches(): boolean {
    return this.#fetching.watched;
  }

  /** What the operator says of the credentials that it fetches. */
  get fetched(): Reflector<ExternalSecret> {
    return this.bundle[externalSecrets.kind] as unknown as Reflector<ExternalSecret>;
  }

  /** Starts every watch; settles when all first lists are in. The watches run until the signal. */
  async start(signal: AbortSignal): Promise<void> {
    for (const reflector of this.all) void reflector.start(signal);
    await Promise.all([...this.all.map((reflector) => reflector.synced), this.#fetching.start(signal)]);
  }

  /** An object of a bundle as it is now. */
  find({ kind, metadata: { namespace, name } }: BundleObject): BundleObject | undefined {
    return this.#watchOf(kind, name)?.store.get(`${namespace}/${name}`);
  }

  /** Takes over the answer to a write of an object of a bundle. */
  wrote(kind: string, object: BundleObject): void {
    this.#watchOf(kind, object.metadata.name)!.wrote(object);
  }

  /** A project's Secrets with what others bring. What comes as metadata alone does not say its kind. */
  broughtSecrets(namespace: string): BundleObject[] {
    const { apiVersion, kind } = secrets;
    return credentialSecrets
      .filter((name) => name !== CREDENTIALS_SECRET)
      .flatMap((name) => this.credentials[name].store.get(`${namespace}/${name}`) ?? [])
      .map(({ metadata }) => ({ apiVersion, kind, metadata }));
  }

  #watchOf(kind: string, name: string): Reflector<BundleObject> | undefined {
    return kind === secrets.kind ? this.credentials[name as CredentialSecret] : this.bundle[kind];
  }

  quota(namespace: string): ResourceQuota | undefined {
    return this.bundle[resourceQuotas.kind]?.store.get(`${namespace}/portico`) as ResourceQuota | undefined;
  }
}

/** `namespace/session` of a session's pod. */
function sessionOfPod(pod: Pod): string | undefined {
  const session = pod.metadata.labels?.[labels.session];
  return session && `${pod.metadata.namespace}/${session}`;
}
