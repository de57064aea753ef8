import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
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
import { type Job, jobs, type Pod, pods } from "./session/objects.ts";

/** The kinds of a bundle that live in the project's namespace, by name of the kind. */
export const bundleResources: Record<string, Resource<BundleObject>> = Object.fromEntries(
  [resourceQuotas, limitRanges, networkPolicies, serviceAccounts, roleBindings, secrets].map((resource) => [
    resource.kind,
    resource as Resource<BundleObject>,
  ]),
);

/**
 * Everything the controller knows of the cluster: one watch a kind, for all tenants. Our custom resources are watched
 * whoever made them; of the built-in kinds only what carries our label, and Secrets only by their one name and without
 * content (so that the right to do so can be given by name, and nothing secret ever enters this process).
 */
export class Cache {
  readonly tenants: Reflector<Tenant>;
  readonly projects: Reflector<Project>;
  readonly sessions: Reflector<AgenticSession>;
  readonly namespaces: Reflector<Namespace>;
  readonly jobs: Reflector<Job>;
  readonly pods: Reflector<Pod>;
  readonly bundle: Record<string, Reflector<BundleObject>>;

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
    this.bundle = Object.fromEntries(
      Object.values(bundleResources).map((resource) => [
        resource.kind,
        new Reflector<BundleObject>(
          resource.kind === secrets.kind
            ? {
                ...shared,
                resource,
                keepManaged: true,
                metadataOnly: true,
                fieldSelector: `metadata.name=${CREDENTIALS_SECRET}`,
              }
            : { ...ours, resource, keepManaged: true },
        ),
      ]),
    );
  }

  get all(): Pick<Reflector, "kind" | "counters" | "start" | "synced">[] {
    const { tenants, projects, sessions, namespaces, jobs, pods } = this;
    return [tenants, projects, sessions, namespaces, jobs, pods, ...Object.values(this.bundle)];
  }

  /** Starts every watch; settles when all first lists are in. The watches run until the signal. */
  async start(signal: AbortSignal): Promise<void> {
    for (const reflector of this.all) void reflector.start(signal);
    await Promise.all(this.all.map((reflector) => reflector.synced));
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
