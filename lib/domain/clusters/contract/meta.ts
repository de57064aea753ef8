import { z } from "zod";

/**
 * What every custom resource of Portico shares: group, labels, managers, and the small schemas the kinds are built from.
 *
 * A zod schema here is the one source of a kind: its TypeScript type, the check of what is read from the API server, and
 * (through `scripts/generate-crds.ts`) the CustomResourceDefinition. Keys that only Kubernetes understands ride in `.meta()`.
 */
export const GROUP = "portico.dev";
export const VERSION = "v1alpha1";
export const API_VERSION = `${GROUP}/${VERSION}`;

export const labels = {
  managedBy: "app.kubernetes.io/managed-by",
  tenant: `${GROUP}/tenant`,
  project: `${GROUP}/project`,
  session: `${GROUP}/session`,
} as const;

/** What a project's own labels begin with on its namespace. */
export const OWN_LABEL_PREFIX = `labels.${GROUP}/`;

/** The value of `labels.managedBy` on every object that Portico makes. */
export const MANAGED_BY = "portico";

export const annotations = {
  requestId: `${GROUP}/request-id`,
  retry: `${GROUP}/retry`,
  projectUid: `${GROUP}/project-uid`,
  /** On an object of a bundle that was put back: what differed, who wrote it, when it was seen, as JSON (`Drift`). */
  repaired: `${GROUP}/repaired`,
  prompt: `${GROUP}/prompt`,
  websiteUrl: `${GROUP}/website-url`,
  /** On the Job of a session: what it was given of its project's credentials, as JSON (`status.credentials`). */
  credentials: `${GROUP}/credentials`,
  /** On the Secret of a project: changes whenever somebody finds out which changes of it were carried out. */
  settled: `${GROUP}/settled`,
} as const;

/** On the Secret of a project: the id of the change that wrote (or took out) this key last. */
export const changeAnnotation = (secretKey: string): string => `change.${GROUP}/${secretKey}`;

export const FINALIZER = `${GROUP}/teardown`;

/** Who owns which fields under server-side apply: dispatch writes specs, control writes bundles and Jobs, status writes status, web writes what is in Secrets. */
export const fieldManagers = {
  dispatch: "portico-dispatch",
  control: "portico-control",
  status: "portico-status",
  web: "portico-web",
} as const;

/** The Secret of a project that holds its providers' credentials, one key a credential. */
export const CREDENTIALS_SECRET = "project-credentials";

export const roles = ["viewer", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** Names of our ClusterRoles, by role. */
export const clusterRoles = {
  viewer: "portico-viewer",
  editor: "portico-editor",
  admin: "portico-admin",
  bot: "portico-bot",
  web: "portico-web-credentials",
} as const;

/** Namespaces that no project may ask for; the custom resource refuses them too. */
export const reservedNamespaces = ["default", "openshift", "portico-system", "portico-credentials"] as const;
export const reservedNamespacePrefixes = ["kube-", "openshift-"] as const;

/** True when a namespace's name belongs to the cluster or to Portico itself. */
export function isReservedNamespace(name: string): boolean {
  return (
    (reservedNamespaces as readonly string[]).includes(name) ||
    reservedNamespacePrefixes.some((prefix) => name.startsWith(prefix))
  );
}

/** A rule in the Common Expression Language, as `x-kubernetes-validations` holds it. */
export interface CelRule {
  rule: string;
  message: string;
}

/** Metadata for `.meta()`: rules which the API server evaluates. */
export function cel(...rules: CelRule[]) {
  return { "x-kubernetes-validations": rules };
}

export const immutable = cel({ rule: "self == oldSelf", message: "This field cannot be changed." });

export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

export const text = (max: number) => z.string().max(max);
export const dnsLabel = z.string().min(1).max(63).regex(DNS_LABEL);
export const timestamp = z.string().max(40).meta({ format: "date-time" });
export const quantity = z
  .string()
  .min(1)
  .max(32)
  .regex(/^\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$/)
  .meta({ description: "An amount as Kubernetes writes it: 500m, 4, 8Gi." });

/** Resource name to amount. */
export const amounts = (max: number) =>
  z
    .record(z.string().max(253), quantity)
    .meta({ maxProperties: max, description: "Amounts by resource name." });

export const condition = z.object({
  type: z.string().min(1).max(64),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z
    .string()
    .max(128)
    .regex(/^[A-Za-z]([A-Za-z0-9_]*)$/),
  message: text(4096),
  observedGeneration: z.int().min(0).optional(),
  lastTransitionTime: timestamp,
});
export type Condition = z.output<typeof condition>;

export const conditions = z
  .array(condition)
  .max(16)
  .default([])
  .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] });

export const objectMeta = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  /** Empty in the answer to a dry run. */
  resourceVersion: z.string().default(""),
  generation: z.number().default(0),
  creationTimestamp: z.string(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  finalizers: z.array(z.string()).default([]),
});
