import { z } from "zod";
import { externalCredentials, sharedCredentials } from "./brought.ts";
import {
  amounts,
  cel,
  conditions,
  DNS_LABEL,
  dnsLabel,
  immutable,
  reservedNamespacePrefixes,
  reservedNamespaces,
  text,
  timestamp,
} from "./meta.ts";
import { customResource } from "./resource.ts";

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const METADATA_ADDRESS = "169.254.169.254";

const namespaceName = z
  .string()
  .min(1)
  .max(63)
  .regex(DNS_LABEL)
  .meta(
    cel(
      { rule: "self == oldSelf", message: "A project keeps its namespace." },
      {
        rule: [
          ...reservedNamespacePrefixes.map((prefix) => `!self.startsWith('${prefix}')`),
          `!(self in [${reservedNamespaces.map((name) => `'${name}'`).join(", ")}])`,
        ].join(" && "),
        message: "This namespace belongs to the cluster or to Portico.",
      },
    ),
  );

const subject = z.object({ kind: z.enum(["User", "Group"]), name: z.string().min(1).max(320) }).meta(
  cel({
    rule: "!self.name.startsWith('system:')",
    message: "The cluster's own users and groups cannot hold a role in a project.",
  }),
);
export type Subject = z.output<typeof subject>;

/** So many subjects a role of a Project takes. */
export const MOST_SUBJECTS = 300;
const subjects = z.array(subject).max(MOST_SUBJECTS).default([]);

const gateway = z
  .object({
    cidr: z
      .string()
      .min(1)
      .max(43)
      .meta(
        cel({
          rule: `isCIDR(self) && (cidr(self).ip().family() != 4 || !cidr(self).containsIP('${METADATA_ADDRESS}'))`,
          message: `A gateway is an address range such as 10.20.0.0/24 that does not hold ${METADATA_ADDRESS}.`,
        }),
      )
      .optional(),
    namespace: dnsLabel.optional(),
    ports: z.array(z.int().min(1).max(65535)).min(1).max(16).meta({ "x-kubernetes-list-type": "atomic" }),
  })
  .meta(
    cel({
      rule: "has(self.cidr) != has(self.namespace)",
      message: "A gateway is either an address range or a namespace.",
    }),
  );
export type Gateway = z.output<typeof gateway>;

const limits = z.object({
  quota: amounts(64)
    .default({})
    .meta({ maxProperties: 64, description: "Hard limits of the ResourceQuota." }),
  container: z
    .object({
      default: amounts(8).default({}),
      defaultRequest: amounts(8).default({}),
      max: amounts(8).default({}),
    })
    .default({ default: {}, defaultRequest: {}, max: {} })
    .meta({ description: "Defaults and ceiling of one container, for the LimitRange." }),
  concurrentSessions: z.int().min(0).max(10_000).default(5),
});

const spec = z.object({
  displayName: text(120).min(1),
  tenantRef: z.object({ name: dnsLabel }).meta(immutable),
  namespace: namespaceName,
  limits: limits.default({
    quota: {},
    container: { default: {}, defaultRequest: {}, max: {} },
    concurrentSessions: 5,
  }),
  subjects: z
    .object({ admin: subjects, editor: subjects, viewer: subjects })
    .default({ admin: [], editor: [], viewer: [] })
    .meta({ description: "Who holds which role, named as the API server names them." }),
  bots: z
    .array(
      z.object({ name: dnsLabel }).meta(
        cel({
          rule: "!(self.name in ['default', 'session'])",
          message: "The names default and session are taken by Portico's own service accounts.",
        }),
      ),
    )
    .max(100)
    .default([])
    .meta({
      description: "Service accounts that may start sessions.",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
    }),
  egress: z
    .object({
      mode: z.enum(["none", "gateways", "internet"]).default("none"),
      gateways: z.array(gateway).max(32).default([]),
    })
    .default({ mode: "none", gateways: [] }),
  podSecurity: z.enum(["restricted", "baseline"]).default("restricted"),
  sharedCredentials,
  externalCredentials,
  labels: z
    .record(z.string().max(63), text(63).regex(LABEL_VALUE))
    .default({})
    .meta({
      maxProperties: 32,
      description: "People's own labels. The namespace carries each as labels.portico.dev/<name>.",
      ...cel({
        rule: "self.all(name, name.matches('^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))",
        message:
          "A label's name is at most 63 letters, digits, dots, dashes and underscores, and begins and ends with a letter or digit.",
      }),
    }),
  suspended: z.boolean().default(false),
});

export const projectPhases = [
  "Pending",
  "Provisioning",
  "Ready",
  "Degraded",
  "Suspended",
  "Deleting",
] as const;
export type ProjectPhase = (typeof projectPhases)[number];

export const objectStates = ["Waiting", "Applying", "Applied", "Refused", "Drifted"] as const;
export type ObjectState = (typeof objectStates)[number];

const objectStatus = z.object({
  kind: z.string().max(63),
  name: z.string().max(253),
  state: z.enum(objectStates),
  startedMs: z
    .int()
    .min(0)
    .optional()
    .meta({ description: "When work on it began, ms after timings.startedAt." }),
  durationMs: z.int().min(0).optional(),
  appliedAt: timestamp.optional(),
  attempt: z.int().min(0).optional(),
  nextRetryAt: timestamp.optional(),
  message: text(4096).default("").meta({ description: "The API server's own words." }),
});
export type ObjectStatus = z.output<typeof objectStatus>;

export const driftStates = ["Repairing", "Repaired", "Refused"] as const;
export const driftOperations = ["Apply", "Update", "Delete"] as const;

/** What somebody changed of a bundle, past Portico. */
export const driftSchema = z.object({
  kind: z.string().max(63),
  name: z.string().max(253),
  fields: z.array(text(253)).max(16).default([]).meta({
    "x-kubernetes-list-type": "atomic",
    description: "What differed. None when the object was gone.",
  }),
  manager: text(128).default("").meta({
    description:
      "The field manager that wrote last, as the API server recorded it. Empty when it recorded none.",
  }),
  operation: z.enum(driftOperations),
  changedAt: timestamp.optional(),
  seenAt: timestamp,
  state: z.enum(driftStates),
  message: text(1024)
    .default("")
    .meta({ description: "Why it could not be put back: the API server's own words." }),
});
export type Drift = z.output<typeof driftSchema>;

const status = z.object({
  phase: z.enum(projectPhases).default("Pending"),
  message: text(4096).default(""),
  namespaceUID: z.string().max(64).optional(),
  // One writer, so one owner of the whole list: tracking each field of each entry costs the API server most of a write.
  objects: z.array(objectStatus).max(160).default([]).meta({ "x-kubernetes-list-type": "atomic" }),
  drift: z.array(driftSchema).max(20).default([]).meta({
    "x-kubernetes-list-type": "atomic",
    description:
      "What others changed of the bundle and could not be put back yet. What was put back says so in its annotation portico.dev/repaired.",
  }),
  timings: z
    .object({
      startedAt: timestamp.optional(),
      readyAt: timestamp.optional(),
      durationMs: z.int().min(0).optional(),
    })
    .default({})
    .meta({ description: "The first provisioning, from the controller's first look to Ready." }),
  conditions,
  observedGeneration: z.int().min(0).default(0),
});

/** A project, cluster-scoped; it owns exactly one namespace and everything in the namespace's bundle. */
export const projectResource = customResource({
  kind: "Project",
  plural: "projects",
  singular: "project",
  shortNames: ["pproj"],
  scope: "Cluster",
  description: "An isolated namespace of one tenant, with its guards, rights and credentials.",
  columns: [
    { name: "Tenant", type: "string", jsonPath: ".spec.tenantRef.name" },
    { name: "Namespace", type: "string", jsonPath: ".spec.namespace" },
    { name: "Phase", type: "string", jsonPath: ".status.phase" },
    { name: "Message", type: "string", jsonPath: ".status.message", priority: 1 },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
  ],
  rules: [
    {
      rule: "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')",
      message: "A project's name is one DNS label of at most 63 characters.",
    },
  ],
  spec,
  status,
});

export type Project = z.output<typeof projectResource.schema>;
export type ProjectStatus = z.output<typeof status>;
/** What a writer of a Project sends: defaults may be left out. */
export type ProjectSpecInput = z.input<typeof spec>;
