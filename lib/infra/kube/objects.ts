import type { ManagedEntry } from "./managed.ts";

/** The shapes that every Kubernetes object shares, as JSON over the wire (times are RFC 3339 text). */
export interface Meta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  /** Only where a reader asked for it. */
  managedFields?: ManagedEntry[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

/** Where one kind lives in the API. `T` is the shape of its objects; it exists for the type checker only. */
export interface Resource<T = KubeObject> {
  apiVersion: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  /** Never set: carries the type of the objects. */
  readonly objects?: T;
}

export interface Ref {
  name: string;
  namespace?: string;
}

/** The API path of a kind, in one namespace or across all, or of one object with an optional subresource. */
export function pathOf(resource: Resource<unknown>, at: Partial<Ref> = {}, subresource?: string): string {
  const [group, version] = resource.apiVersion.includes("/")
    ? resource.apiVersion.split("/")
    : ["", resource.apiVersion];
  const parts = group ? ["apis", group, version] : ["api", version];
  if (resource.namespaced && at.namespace) parts.push("namespaces", at.namespace);
  parts.push(resource.plural);
  if (at.name) parts.push(at.name);
  if (subresource) parts.push(...subresource.split("/"));
  return `/${parts.map((part) => encodeURIComponent(part ?? "")).join("/")}`;
}

const core = <T = KubeObject>(kind: string, plural: string, namespaced = true): Resource<T> => ({
  apiVersion: "v1",
  kind,
  plural,
  namespaced,
});

/** A kind outside the core group. */
export const kindOf = <T = KubeObject>(
  apiVersion: string,
  kind: string,
  plural: string,
  namespaced = true,
): Resource<T> => ({ apiVersion, kind, plural, namespaced });

export interface ResourceQuota extends KubeObject {
  spec?: { hard?: Record<string, string> };
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}

export interface Namespace extends KubeObject {
  status?: {
    phase?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

export interface CoreEvent extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  lastTimestamp?: string;
  eventTime?: string;
}

export const namespaces = core<Namespace>("Namespace", "namespaces", false);
export const resourceQuotas = core<ResourceQuota>("ResourceQuota", "resourcequotas");
export const limitRanges = core("LimitRange", "limitranges");
export const serviceAccounts = core("ServiceAccount", "serviceaccounts");
export const secrets = core("Secret", "secrets");
export const events = core<CoreEvent>("Event", "events");
export const networkPolicies = kindOf("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies");
export const roleBindings = kindOf("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings");
export const leases = kindOf<Lease>("coordination.k8s.io/v1", "Lease", "leases");
