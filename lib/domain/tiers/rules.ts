import type { ProjectSpecInput } from "#lib/domain/clusters/contract/project.ts";

/** How much a pod may ask of its machine, in the words of Pod Security admission. */
export type PodSecurity = NonNullable<ProjectSpecInput["podSecurity"]>;

/** What sessions reach: nothing, the model gateways, or the open internet too. */
export const egressModes = ["none", "gateways", "internet"] as const satisfies EgressMode[];
export type EgressMode = NonNullable<NonNullable<ProjectSpecInput["egress"]>["mode"]>;

type Limits = NonNullable<ProjectSpecInput["limits"]>;

/** What a project of this tier gets. Quantities are Kubernetes' own words, so nothing is converted on the way. */
export type Tier = {
  id: string;
  limits: Limits & { quota: Record<string, string>; concurrentSessions: number };
  /** What a project may choose that its sessions reach; the first is what it begins with. */
  egress: readonly EgressMode[];
  /** The Pod Security levels that a project may choose from; the first is what it begins with. */
  podSecurity: readonly PodSecurity[];
  models: readonly string[];
};

const models = {
  anthropic: ["claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5"],
  openai: ["gpt-5", "gpt-5-mini"],
} as const;

export type ProviderKind = keyof typeof models;
export const providerKinds = Object.keys(models) as ProviderKind[];

/** The models of a provider that a session may ask for. */
export const modelsOf = (kind: ProviderKind): readonly string[] => models[kind];

/** The provider that serves a model; null for a model nobody here serves. */
export const providerOf = (model: string): ProviderKind | null =>
  providerKinds.find((kind) => (models[kind] as readonly string[]).includes(model)) ?? null;

const allModels = Object.values(models).flat();

const container = {
  default: { cpu: "500m", memory: "512Mi" },
  defaultRequest: { cpu: "100m", memory: "128Mi" },
};

export const tiers: readonly Tier[] = [
  {
    id: "small",
    podSecurity: ["restricted"],
    egress: ["gateways", "none"],
    models: allModels,
    limits: {
      concurrentSessions: 2,
      quota: {
        "requests.cpu": "2",
        "limits.cpu": "4",
        "requests.memory": "4Gi",
        "limits.memory": "8Gi",
        "requests.nvidia.com/gpu": "0",
        pods: "10",
        "count/jobs.batch": "50",
        "count/agenticsessions.portico.dev": "200",
      },
      container: { ...container, max: { cpu: "2", memory: "4Gi" } },
    },
  },
  {
    id: "standard",
    podSecurity: ["restricted"],
    egress: ["gateways", "internet", "none"],
    models: allModels,
    limits: {
      concurrentSessions: 5,
      quota: {
        "requests.cpu": "4",
        "limits.cpu": "8",
        "requests.memory": "8Gi",
        "limits.memory": "16Gi",
        "requests.nvidia.com/gpu": "0",
        pods: "30",
        "count/jobs.batch": "200",
        "count/agenticsessions.portico.dev": "1000",
      },
      container: { ...container, max: { cpu: "4", memory: "8Gi" } },
    },
  },
  {
    id: "large",
    podSecurity: ["restricted", "baseline"],
    egress: ["gateways", "internet", "none"],
    models: allModels,
    limits: {
      concurrentSessions: 20,
      quota: {
        "requests.cpu": "16",
        "limits.cpu": "32",
        "requests.memory": "64Gi",
        "limits.memory": "128Gi",
        "requests.nvidia.com/gpu": "4",
        pods: "120",
        "count/jobs.batch": "1000",
        "count/agenticsessions.portico.dev": "5000",
      },
      container: { ...container, max: { cpu: "16", memory: "64Gi" } },
    },
  },
];

/** The tier of an id. Throws for an unknown one: ids come from the database or were checked by a schema. */
export function tierOf(id: string): Tier {
  const tier = tiers.find((candidate) => candidate.id === id);
  if (!tier) throw new Error(`There is no tier ${id}.`);
  return tier;
}

/** What the cluster is asked for a project of a tier: of what it chose, as far as the tier has it. */
export function resolved(id: string, chosen: { egressMode: string; podSecurity: string }) {
  const { limits, egress, podSecurity } = tierOf(id);
  return {
    limits,
    egressMode: egress.find((mode) => mode === chosen.egressMode) ?? ("gateways" as const),
    podSecurity: podSecurity.find((level) => level === chosen.podSecurity) ?? ("restricted" as const),
  };
}

export const tierIds = ["small", "standard", "large"] as const;

/** Whether an organization of one tier may have a project of another: none above its own. */
export const mayUseTier = (organizationTier: string, projectTier: string): boolean =>
  (tierIds as readonly string[]).indexOf(projectTier) <=
  (tierIds as readonly string[]).indexOf(organizationTier);
