import { z } from "zod";
import { credentialSecrets, handoverWays } from "./credentials.ts";
import { cel, conditions, dnsLabel, text, timestamp } from "./meta.ts";
import { customResource } from "./resource.ts";

export const resourceClasses = ["small", "medium", "large"] as const;
export type ResourceClass = (typeof resourceClasses)[number];

export const agentTypes = ["chat"] as const;
export type AgentType = (typeof agentTypes)[number];

/** A credential of the session's own project, by its primary key in the project's Secrets. */
export const credentialName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[-._a-zA-Z0-9]+$/)
  .meta(cel({ rule: "self != '.' && self != '..'", message: "A credential's name is a key of a Secret." }));

const fields = {
  prompt: text(32_768).min(1),
  websiteURL: text(2048)
    .regex(/^https?:\/\/.+/)
    .optional(),
  projectRef: z.object({ name: dnsLabel, namespace: dnsLabel }),
  userContext: z.object({ userId: text(320).min(1), displayName: text(200).default("") }),
  botAccount: z.object({ serviceAccountName: dnsLabel }).optional(),
  agent: z.object({
    type: z.enum(agentTypes).default("chat"),
    model: text(200).min(1),
    arguments: z
      .object({
        maxTokens: z.int().min(1).max(200_000).optional(),
        temperature: z.number().min(0).max(2).optional(),
        system: text(8192).optional(),
      })
      .default({})
      .meta({
        description:
          "Settings of the agent. A new agent adds its own here, so that the API server knows them all.",
      }),
  }),
  credentialRefs: z
    .array(z.object({ name: credentialName }))
    .max(16)
    .default([])
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] }),
  resourceClass: z.enum(resourceClasses).default("small"),
  timeoutSeconds: z.int().min(1).max(86_400).default(1800),
  inactivityTimeoutSeconds: z.int().min(1).max(86_400).default(600),
  clonedFrom: text(253).nullish(),
};

/** Everything but `stop` stays as it was: present or absent, and equal. */
const unchanged = Object.keys(fields)
  .map(
    (name) =>
      `(has(self.${name}) ? has(oldSelf.${name}) && self.${name} == oldSelf.${name} : !has(oldSelf.${name}))`,
  )
  .join(" && ");

const spec = z
  .object({
    ...fields,
    stop: z
      .boolean()
      .default(false)
      .meta({
        description: "Asks the session to end. The one field that may change, and only to true.",
        ...cel({ rule: "self || !oldSelf", message: "A session that was asked to stop cannot go on." }),
      }),
  })
  .meta(cel({ rule: unchanged, message: "A session cannot be changed, only stopped. Clone it instead." }));

export const sessionPhases = [
  "Pending",
  "Queued",
  "Starting",
  "Running",
  "Stopping",
  "Succeeded",
  "Failed",
  "Stopped",
  "TimedOut",
] as const;
export type SessionPhase = (typeof sessionPhases)[number];

/** The phases that a session does not leave. */
export const endedPhases = [
  "Succeeded",
  "Failed",
  "Stopped",
  "TimedOut",
] as const satisfies readonly SessionPhase[];

/** A credential that a session was given: where it came from and where the session finds it. Never its value. */
export const credentialStatus = z.object({
  name: text(253),
  kind: text(40),
  secret: z.enum(credentialSecrets),
  handover: z.enum(handoverWays),
  as: z
    .array(text(512))
    .max(16)
    .meta({ "x-kubernetes-list-type": "atomic", description: "Paths of files, names of variables." }),
});

const status = z.object({
  phase: z.enum(sessionPhases).default("Pending"),
  message: text(4096).default(""),
  jobName: text(253).optional(),
  podName: text(253).optional(),
  nodeName: text(253).optional(),
  startTime: timestamp.optional(),
  completionTime: timestamp.optional(),
  usage: z
    .object({
      inputTokens: z.int().min(0).default(0),
      outputTokens: z.int().min(0).default(0),
      requests: z.int().min(0).default(0),
      gpuSeconds: z.int().min(0).default(0),
    })
    .default({ inputTokens: 0, outputTokens: 0, requests: 0, gpuSeconds: 0 }),
  result: z
    .object({
      reason: text(128).default(""),
      summary: text(4096).default(""),
      exitCode: z.int().min(-1).max(255).optional(),
    })
    .default({ reason: "", summary: "" }),
  credentials: z.array(credentialStatus).max(16).optional().meta({
    "x-kubernetes-list-type": "atomic",
    description: "What the session was given of its project's credentials, and how.",
  }),
  conditions,
  observedGeneration: z.int().min(0).default(0),
});

/** The container of a session's pod that is the session; a cluster may put others beside it. */
export const RUNNER_CONTAINER = "runner";

/** One run of an agent, in its project's namespace. */
export const agenticSessionResource = customResource({
  kind: "AgenticSession",
  plural: "agenticsessions",
  singular: "agenticsession",
  shortNames: ["asess"],
  scope: "Namespaced",
  description: "One run of an agent in a project.",
  columns: [
    { name: "Phase", type: "string", jsonPath: ".status.phase" },
    { name: "Agent", type: "string", jsonPath: ".spec.agent.type" },
    { name: "Model", type: "string", jsonPath: ".spec.agent.model" },
    { name: "User", type: "string", jsonPath: ".spec.userContext.displayName" },
    { name: "Message", type: "string", jsonPath: ".status.message", priority: 1 },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
  ],
  rules: [
    {
      rule: "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,55}[a-z0-9])?$')",
      message: "A session's name is one DNS label of at most 57 characters.",
    },
  ],
  spec,
  status,
});

export type AgenticSession = z.output<typeof agenticSessionResource.schema>;
export type AgenticSessionStatus = z.output<typeof status>;
/** What a writer of an AgenticSession sends: defaults may be left out. */
export type AgenticSessionSpecInput = z.input<typeof spec>;
