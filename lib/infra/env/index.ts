import { BlockList, isIPv4 } from "node:net";
import { z } from "zod";
import { passportKeys } from "#lib/infra/crypto/passport.ts";
import { signingKeys } from "#lib/infra/crypto/signing.ts";
import { parseAllowed } from "#lib/infra/http/ranges.ts";
import { flag, json, list, parseEnv } from "./parse.ts";
import { externalStores } from "./stores.ts";

/** Where clouds answer with a machine's own credentials: the custom resource refuses a range that holds it. */
const metadataAddress = "169.254.169.254";
function holdsMetadata(range: string): boolean {
  const [address = "", bits] = range.split("/");
  if (!isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits));
  return list.check(metadataAddress);
}

const ports = z.array(z.int().min(1).max(65_535)).min(1).max(16);
const label = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const range = z.union([z.cidrv4(), z.cidrv6()]).refine((value) => !holdsMetadata(value));
const gateway = z.union([
  z.strictObject({ namespace: label, ports }),
  z.strictObject({ cidr: range, ports }),
]);
const gatewayForm = `needs {"cidr", "ports"} with a range such as 10.20.0.0/24 without ${metadataAddress}, or {"namespace", "ports"}`;

/** As the Project resource takes them: a wrong one ends the start, not every project's provisioning. */
const gateways = z
  .array(z.unknown())
  .max(32, "takes at most 32 entries")
  .transform((entries, context) =>
    entries.map((entry, index) => {
      const read = gateway.safeParse(entry);
      if (read.success) return read.data;
      context.addIssue({ code: "custom", message: `entry ${index + 1} ${gatewayForm}` });
      return z.NEVER;
    }),
  );

const client = {
  clientId: z.string(),
  clientSecret: z.string(),
  /** The mail domains for which it counts that this provider calls an address verified; left out for all. */
  emailDomains: z.array(z.string().toLowerCase()).optional(),
};
const provider = z.discriminatedUnion("type", [
  z.object({ type: z.literal("google"), ...client }),
  z.object({ type: z.literal("github"), ...client }),
  z.object({ type: z.literal("entra"), ...client, tenantId: z.string() }),
  z.object({
    type: z.literal("openshift"),
    ...client,
    apiServer: z.url(),
    authorizationServer: z.url(),
  }),
  z.object({
    type: z.enum(["okta", "keycloak", "oidc"]),
    ...client,
    id: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .optional(),
    label: z.string().optional(),
    issuer: z.url(),
    scope: z.string().default("openid email profile"),
  }),
]);
export type ProviderConfig = z.infer<typeof provider>;

/** What a provider is called in addresses: its own id where it may have one, else its type. */
export const providerId = (config: ProviderConfig): string =>
  ("id" in config ? config.id : undefined) ?? config.type;

const providers = z
  .array(provider)
  .min(1)
  .superRefine((configs, context) => {
    const ids = configs.map(providerId);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice === undefined) return;
    const message = `has two providers with the id ${twice}; give one another id`;
    context.addIssue({ code: "custom", message });
  });

/** Whose JWTs /api/v1 takes. Only asymmetric algorithms: with a shared secret every verifier could issue. */
const apiIssuer = z.strictObject({
  issuer: z.url(),
  audience: z.string().min(1),
  jwksUri: z.url().optional(),
  algorithms: z
    .array(z.enum(["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]))
    .min(1)
    .default(["RS256", "PS256", "ES256", "EdDSA"]),
  groupsClaim: z.string().default("groups"),
  /** The `typ` that its tokens have, such as `at+jwt`. */
  typ: z.string().min(1).optional(),
  /** Takes ID tokens, which are meant for who signs people in and not for an API. */
  idTokens: z.boolean().default(false),
  /** What its tokens may do at most, of what their bearers may; left out, everything but to administer the platform. */
  scopes: z.array(z.string().min(1)).min(1).optional(),
});
export type ApiIssuer = z.infer<typeof apiIssuer>;

const most = (amount: number) => z.int().min(1).max(1_000_000).default(amount);

/** How often, and how much; counted for all replicas together unless it says otherwise. */
const limits = z.strictObject({
  /** Calls of the API a minute: of one address (IPv6: one /64), of one that says nobody, of a key, a person, an organization. */
  address: most(600),
  unknown: most(60),
  key: most(600),
  person: most(1_200),
  organization: most(6_000),
  /** Questions a minute to the cluster about tokens that one address brings. */
  review: most(300),
  /** Questions a minute that gateways ask about one caller. */
  gateway: most(12_000),
  /** Changes, searches and the like a minute at a person's screens, and at all screens of one address. */
  screen: most(600),
  screens: most(6_000),
  /** Requests of sign-ins a minute from one address; a sign-in is about five. */
  signIn: most(600),
  /** Event and log streams that a person has open at once in one replica. */
  streams: most(40),
  /** Invitations by e-mail of an organization, and of a person, and organizations that a person makes, a day. */
  mails: most(1_000),
  organizations: most(50),
});

/** The keys that seal the audit log: the first one signs, the others are those of older seals. */
export const auditKeys = json(
  z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,32}$/),
        secret: z.string().min(32),
      }),
    )
    .min(1)
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, "names a key twice"),
);

/** Where the model APIs are: read by web and worker, and by a controller that runs without a database. */
export const providerUrls = {
  PORTICO_ANTHROPIC_URL: z.url().default("https://api.anthropic.com"),
  PORTICO_OPENAI_URL: z.url().default("https://api.openai.com"),
} as const;

/** Where credentials of other providers are tested; those of regions are Google's and AWS's own unless one is named. */
const testUrls = {
  PORTICO_GEMINI_URL: z.url().default("https://generativelanguage.googleapis.com"),
  PORTICO_GITHUB_URL: z.url().default("https://api.github.com"),
  PORTICO_VERTEX_URL: z.url().optional(),
  PORTICO_BEDROCK_URL: z.url().optional(),
} as const;

/** What people may name beside https to the open internet: a wrong entry ends the start. */
const outboundAllow = z.string().transform((list, context) => {
  try {
    return parseAllowed(list);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
    return z.NEVER;
  }
});

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
  /** Prefixes that the cluster's own OIDC authentication gives the names of users and of groups. */
  PORTICO_SUBJECT_PREFIX: z.string().default("oidc:"),
  PORTICO_GROUP_PREFIX: z.string().default("oidc:"),
  /** The issuer that the cluster itself trusts: only its people get rights there, whoever else signs in to the portal. */
  PORTICO_CLUSTER_ISSUER: z.url().optional(),
  ...providerUrls,
  ...testUrls,
  PORTICO_OUTBOUND_ALLOW: outboundAllow.default([]),
  PORTICO_GATEWAYS: json(gateways).default([]),
  /** Stores of External Secrets Operator that projects may have credentials fetched from; left out, none. */
  PORTICO_EXTERNAL_STORES: json(externalStores).default([]),
  /** Resolvers that are asked for the records of domains (`address` or `address:port`); those of the machine if empty. */
  PORTICO_DNS_SERVERS: list.default([]),
  PORTICO_METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
} as const;

/** The address people use. */
const portalUrl = z
  .url()
  .refine(
    (value) =>
      value.startsWith("https:") || ["localhost", "127.0.0.1", "[::1]"].includes(new URL(value).hostname),
    "needs https, except on this machine",
  )
  .transform((value) => value.replace(/\/$/, ""));

const webSchema = z
  .object({
    ...shared,
    PORTICO_URL: portalUrl,
    PORTICO_AUTH_SECRET: z.string().min(32, "needs at least 32 characters"),
    PORTICO_PROVIDERS: json(providers),
    PORTICO_GROUPS_CLAIM: z.string().default("groups"),
    PORTICO_PLATFORM_ADMINS: list.default([]),
    PORTICO_PLATFORM_ADMIN_GROUP: z.string().optional(),
    /** Whose word counts for both: needed where several may sign people in. */
    PORTICO_PLATFORM_ADMIN_ISSUER: z.url().optional(),
    /** For how long after a sign-in what it said of somebody's groups counts for their keys. */
    PORTICO_GROUPS_HOURS: z.coerce.number().int().min(1).max(8_760).default(24),
    PORTICO_INSTANCE_NAME: z.string().default("Portico"),
    /** Proxies of ours in front; none for whoever asks the program itself. */
    PORTICO_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(1),
    PORTICO_LIMITS: json(limits).default(limits.parse({})),
    /** Tells the pages that this is the demo, whose people may sign in with printed passwords. */
    PORTICO_DEMO: flag.default(false),
    PORTICO_API_ISSUERS: json(z.array(apiIssuer).max(20)).default([]),
    /** Whether /api/v1 takes the cluster's own tokens, and what they must be meant for; left out, the API server. */
    PORTICO_KUBERNETES_TOKENS: flag.default(true),
    PORTICO_KUBERNETES_AUDIENCE: z.string().optional(),
    /** Keys of passports, here or in a file that may change while the program runs. */
    PORTICO_PASSPORT_KEYS: json(passportKeys).default([]),
    PORTICO_PASSPORT_KEYS_FILE: z.string().optional(),
    /** Keys of the tokens that callers of models get, in the same way, and which gateways they may be for. */
    PORTICO_SIGNING_KEYS: json(signingKeys).default([]),
    PORTICO_SIGNING_KEYS_FILE: z.string().optional(),
    PORTICO_TOKEN_AUDIENCES: list.default(["models"]),
    /** Where people call models: the gateway, without a path. Left out, pages name no address. */
    PORTICO_MODELS_URL: portalUrl.optional(),
  })
  .superRefine((env, context) => {
    const admins = env.PORTICO_PLATFORM_ADMINS.length > 0 || env.PORTICO_PLATFORM_ADMIN_GROUP !== undefined;
    if (!admins || env.PORTICO_PROVIDERS.length === 1 || env.PORTICO_PLATFORM_ADMIN_ISSUER !== undefined)
      return;
    context.addIssue({ code: "custom", path: ["PORTICO_PLATFORM_ADMIN_ISSUER"], message: "is needed" });
  });

const workerSettings = z.object({
  ...shared,
  PORTICO_HEALTH_ADDRESS: z.union([z.ipv4(), z.ipv6()], "needs an IP address").default("127.0.0.1"),
  PORTICO_HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(9090),
  /** The worker's alone: whoever has the database and not this cannot make an audit log that verifies. */
  PORTICO_AUDIT_KEYS: auditKeys,
  PORTICO_JOB_CONCURRENCY: z.coerce.number().int().min(2).max(100).default(16),
  /** smtp:// or smtps://, with a name and password where the server wants them. Without it, no e-mail is sent. */
  PORTICO_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  PORTICO_MAIL_FROM: z.string().min(3).max(320).default("Portico <portico@localhost>"),
  /** Where the links of e-mails lead. */
  PORTICO_URL: portalUrl.optional(),
});
const workerSchema = workerSettings.refine((env) => !env.PORTICO_SMTP_URL || env.PORTICO_URL, {
  path: ["PORTICO_URL"],
  message: "is needed for the links of e-mails",
});

export type WebEnv = z.infer<typeof webSchema>;
export type WorkerEnv = z.infer<typeof workerSchema>;

let web: WebEnv | undefined;
let worker: WorkerEnv | undefined;

/** The web program's settings; throws one line on the first call if one is wrong. */
export const webEnv = (): WebEnv => (web ??= parseEnv(webSchema));

/** The worker program's settings; throws one line on the first call if one is wrong. */
export const workerEnv = (): WorkerEnv => (worker ??= parseEnv(workerSchema));
