import { z } from "zod";
import {
  type AgentType,
  type ResourceClass,
  resourceClasses,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { providerUrls } from "#lib/infra/env/index.ts";
import { json, list, parseEnv } from "#lib/infra/env/parse.ts";

const amounts = z.record(z.string(), z.string());
const resources = z.object({ requests: amounts, limits: amounts });

export type Resources = z.output<typeof resources>;
/** The providers whose address the platform sets. */
type Provider = "anthropic" | "openai" | "gemini";

const defaultClasses: Record<ResourceClass, Resources> = {
  small: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
  medium: { requests: { cpu: "500m", memory: "512Mi" }, limits: { cpu: "1", memory: "2Gi" } },
  large: { requests: { cpu: "1", memory: "2Gi" }, limits: { cpu: "4", memory: "8Gi" } },
};

const dns = z.object({
  namespace: z.string(),
  podLabels: z.record(z.string(), z.string()),
  ports: z.array(z.int().min(1).max(65535)).min(1),
});

/** As the runner reads an entry: a wrong one ends the worker's start, not every session. */
const isHost = (entry: string) =>
  /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(:\d{1,5})?$/i.test(entry) && URL.canParse(`http://${entry}`);

const envSchema = z.object({
  PORTICO_RUNNER_IMAGE: z.string(),
  PORTICO_RUNNER_COMMAND: json(z.array(z.string()).min(1)).optional(),
  ...providerUrls,
  PORTICO_GEMINI_URL: z.url().default("https://generativelanguage.googleapis.com"),
  PORTICO_OUTBOUND_ALLOW: z.string().optional(),
  PORTICO_WEBSITE_ALLOW: list.pipe(z.array(z.string().refine(isHost, "takes host or host:port"))).optional(),
  PORTICO_SYSTEM_NAMESPACE: z.string().default("portico-system"),
  PORTICO_POD_SECURITY_VERSION: z
    .string()
    .regex(/^(latest|v1\.\d+)$/)
    .default("v1.36"),
  PORTICO_CLUSTER_DNS: json(dns).default({
    namespace: "kube-system",
    podLabels: { "k8s-app": "kube-dns" },
    ports: [53],
  }),
  PORTICO_RESOURCE_CLASSES: json(z.partialRecord(z.enum(resourceClasses), resources)).default({}),
  PORTICO_SESSION_START_TIMEOUT_SECONDS: z.coerce.number().int().min(5).max(86_400).default(300),
});

/** What the controller needs to know besides the custom resources. */
export interface ControlConfig {
  /** Where Portico itself runs: its Lease and its service accounts. */
  systemNamespace: string;
  webServiceAccount: string;
  podSecurityVersion: string;
  dns: z.output<typeof dns>;
  agents: Record<AgentType, { image: string; command?: string[] }>;
  resourceClasses: Record<ResourceClass, Resources>;
  providerUrls: Record<Provider, string>;
  /** `host` or `host:port` that sessions may read pages from beside public ones over https. */
  websiteAllow?: string[];
  /** What credentials may name as a server's address beside the open internet over https, as the platform's list has it. */
  outboundAllow?: string;
  /** How long a session's pod may fail to start (image, Secret) before the session has failed. */
  startTimeoutSeconds: number;
}

/** The controller's settings from the environment. Throws one line that names what is wrong. */
export function controlConfigFromEnv(env: NodeJS.ProcessEnv = process.env): ControlConfig {
  const parsed = parseEnv(envSchema, env);
  const runner = { image: parsed.PORTICO_RUNNER_IMAGE, command: parsed.PORTICO_RUNNER_COMMAND };
  return {
    systemNamespace: parsed.PORTICO_SYSTEM_NAMESPACE,
    webServiceAccount: "portico-web",
    podSecurityVersion: parsed.PORTICO_POD_SECURITY_VERSION,
    dns: parsed.PORTICO_CLUSTER_DNS,
    agents: { chat: runner },
    resourceClasses: { ...defaultClasses, ...parsed.PORTICO_RESOURCE_CLASSES },
    providerUrls: {
      anthropic: parsed.PORTICO_ANTHROPIC_URL,
      openai: parsed.PORTICO_OPENAI_URL,
      gemini: parsed.PORTICO_GEMINI_URL,
    },
    outboundAllow: parsed.PORTICO_OUTBOUND_ALLOW,
    websiteAllow: parsed.PORTICO_WEBSITE_ALLOW,
    startTimeoutSeconds: parsed.PORTICO_SESSION_START_TIMEOUT_SECONDS,
  };
}
