import { z } from "zod";
import { flag, json, list, parseEnv } from "./parse.ts";

const gateway = z.union([
  z.object({ namespace: z.string(), ports: z.array(z.number().int().min(1).max(65535)) }),
  z.object({ cidr: z.string(), ports: z.array(z.number().int().min(1).max(65535)) }),
]);

const provider = z.discriminatedUnion("type", [
  z.object({ type: z.literal("google"), clientId: z.string(), clientSecret: z.string() }),
  z.object({ type: z.literal("github"), clientId: z.string(), clientSecret: z.string() }),
  z.object({
    type: z.literal("entra"),
    clientId: z.string(),
    clientSecret: z.string(),
    tenantId: z.string(),
  }),
  z.object({
    type: z.literal("openshift"),
    clientId: z.string(),
    clientSecret: z.string(),
    apiServer: z.url(),
    authorizationServer: z.url(),
  }),
  z.object({
    type: z.enum(["okta", "keycloak", "oidc"]),
    id: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
    label: z.string().optional(),
    issuer: z.url(),
    clientId: z.string(),
    clientSecret: z.string(),
    scope: z.string().default("openid email profile"),
  }),
]);
export type ProviderConfig = z.infer<typeof provider>;

const shared = {
  PORTICO_DATABASE_URL: z.url(),
  PORTICO_DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  PORTICO_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
  PORTICO_NAMESPACE_TEMPLATE: z
    .string()
    .regex(
      /^[a-z0-9-]*\{organization\}[a-z0-9-]*\{project\}[a-z0-9-]*$/,
      "needs {organization} and {project}",
    )
    .default("{organization}-{project}"),
  /** Prefix that the cluster's own OIDC authentication gives user and group names. */
  PORTICO_SUBJECT_PREFIX: z.string().default("oidc:"),
  /** The issuer that the cluster itself trusts: only its people get rights there, whoever else signs in to the portal. */
  PORTICO_CLUSTER_ISSUER: z.url().optional(),
  PORTICO_ANTHROPIC_URL: z.url().default("https://api.anthropic.com"),
  PORTICO_OPENAI_URL: z.url().default("https://api.openai.com"),
  PORTICO_GATEWAYS: json(z.array(gateway)).default([]),
} as const;

const webSchema = z.object({
  ...shared,
  PORTICO_URL: z
    .url()
    .refine(
      (value) =>
        value.startsWith("https:") || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(value).hostname),
      "needs https, except on this machine",
    )
    .transform((value) => value.replace(/\/$/, "")),
  PORTICO_AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
  PORTICO_PROVIDERS: json(z.array(provider).min(1)),
  PORTICO_GROUPS_CLAIM: z.string().default("groups"),
  PORTICO_PLATFORM_ADMINS: list.default([]),
  PORTICO_PLATFORM_ADMIN_GROUP: z.string().optional(),
  PORTICO_METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
  PORTICO_INSTANCE_NAME: z.string().default("Portico"),
  /** Tells the pages that this is the demo, whose people may sign in with printed passwords. */
  PORTICO_DEMO: flag.default(false),
});

const workerSchema = z.object({
  ...shared,
  PORTICO_HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(9090),
  PORTICO_JOB_CONCURRENCY: z.coerce.number().int().min(2).max(100).default(16),
});

export type WebEnv = z.infer<typeof webSchema>;
export type WorkerEnv = z.infer<typeof workerSchema>;

let web: WebEnv | undefined;
let worker: WorkerEnv | undefined;

/** The web program's settings; throws one line on the first call if one is wrong. */
export const webEnv = (): WebEnv => (web ??= parseEnv(webSchema));

/** The worker program's settings; throws one line on the first call if one is wrong. */
export const workerEnv = (): WorkerEnv => (worker ??= parseEnv(workerSchema));
