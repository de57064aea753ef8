import type { OAuthConfig } from "next-auth/providers/oauth";
import { type ProviderConfig, providerId } from "#lib/infra/env/index.ts";

/** A provider's account as the product knows it. `id` is the subject: stable, never an e-mail. */
export type Profile = {
  id: string;
  issuer: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  groups: string[];
  /** When the provider last had them show who they are (`auth_time`); null where it does not say. */
  confirmedAt: Date | null;
};

/** What asks a provider to have somebody show who they are, even if it knows their browser. */
type AskAgain = { prompt: string; max_age?: string };

type Claims = Record<string, unknown>;
export type Provider = OAuthConfig<Claims> & { label: string; askAgain: AskAgain };

/** Longer than any provider remembers a browser: with `max_age` it must say in `auth_time` when it asked. */
const longestSeconds = 30 * 86_400;

/** The subject of an account. Throws when the provider gave none: "undefined" would be one person for everybody. */
function subjectOf(value: unknown): string {
  if ((typeof value !== "string" && typeof value !== "number") || value === "")
    throw new Error("missing_scope: the provider gave no subject");
  return String(value);
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** Groups at a claim's path (`groups`, `realm_access.roles`): an array of strings, or one string. */
export function readGroups(claims: Claims, path: string): string[] {
  let value: unknown = claims;
  for (const part of path.split(".")) value = (value as Claims | null | undefined)?.[part];
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((entry): entry is string => typeof entry === "string").slice(0, 500);
}

const instant = (seconds: unknown): Date | null =>
  typeof seconds === "number" && Number.isFinite(seconds) ? new Date(seconds * 1000) : null;

function oidc(config: {
  id: string;
  label: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  groupsClaim: string;
  needsEmail: boolean;
  askAgain?: AskAgain;
}): Provider {
  const issuer = config.issuer.replace(/\/$/, "");
  return {
    id: config.id,
    name: config.label,
    label: config.label,
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    issuer: config.issuer,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    authorization: { params: { scope: config.scope, max_age: longestSeconds } },
    askAgain: config.askAgain ?? { prompt: "login", max_age: "0" },
    httpOptions: { timeout: 5_000 },
    profile(claims) {
      const email = text(claims.email);
      if (!email && config.needsEmail) throw new Error("missing_scope: the provider gave no email claim");
      return {
        id: subjectOf(claims.sub),
        issuer: String(claims.iss ?? config.issuer),
        name: text(claims.name) ?? text(claims.preferred_username) ?? email ?? String(claims.sub),
        email,
        emailVerified: email !== null && claims.email_verified === true,
        groups: readGroups(claims, config.groupsClaim),
        confirmedAt: instant(claims.auth_time),
      } satisfies Profile;
    },
  };
}

/** GitHub speaks OAuth 2.0, not OpenID Connect; its verified address is asked for separately. */
function github(clientId: string, clientSecret: string): Provider {
  return {
    id: "github",
    name: "GitHub",
    label: "GitHub",
    type: "oauth",
    clientId,
    clientSecret,
    checks: ["pkce", "state"],
    authorization: {
      url: "https://github.com/login/oauth/authorize",
      params: { scope: "read:user user:email" },
    },
    token: "https://github.com/login/oauth/access_token",
    askAgain: { prompt: "select_account" },
    httpOptions: { timeout: 5_000 },
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const token = tokens.access_token ?? "";
        const user = (await client.userinfo(token)) as Claims;
        const answer = await fetch("https://api.github.com/user/emails", {
          headers: { authorization: `Bearer ${token}`, "user-agent": "portico" },
          signal: AbortSignal.timeout(5_000),
        });
        const emails = answer.ok
          ? ((await answer.json()) as { email: string; primary: boolean; verified: boolean }[])
          : [];
        const primary = emails.find((entry) => entry.primary);
        return {
          ...user,
          email: primary?.email ?? null,
          email_verified: primary?.verified ?? false,
        } as never;
      },
    },
    profile(user) {
      return {
        id: subjectOf(user.id),
        issuer: "https://github.com",
        name: text(user.name) ?? String(user.login),
        email: text(user.email),
        emailVerified: user.email_verified === true,
        groups: [],
        confirmedAt: null,
      } satisfies Profile;
    },
  };
}

/** OpenShift's own OAuth server; users and groups come from its user API. It knows no e-mail addresses. */
function openshift(config: Extract<ProviderConfig, { type: "openshift" }>): Provider {
  const server = config.authorizationServer.replace(/\/$/, "");
  return {
    id: "openshift",
    name: "OpenShift",
    label: "OpenShift",
    type: "oauth",
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    checks: ["pkce", "state"],
    authorization: { url: `${server}/oauth/authorize`, params: { scope: "user:info" } },
    token: `${server}/oauth/token`,
    askAgain: { prompt: "login" },
    userinfo: `${config.apiServer.replace(/\/$/, "")}/apis/user.openshift.io/v1/users/~`,
    httpOptions: { timeout: 5_000 },
    profile(user) {
      const metadata = (user.metadata ?? {}) as Claims;
      return {
        id: subjectOf(metadata.uid),
        issuer: config.apiServer,
        name: text(user.fullName) ?? String(metadata.name),
        email: null,
        emailVerified: false,
        groups: readGroups(user, "groups"),
        confirmedAt: null,
      } satisfies Profile;
    },
  };
}

const labels = { okta: "Okta", keycloak: "Keycloak", oidc: "Single sign-on" } as const;

/** The provider, whose word about addresses counts for these mail domains alone; undefined for all. */
function within(domains: readonly string[] | undefined, provider: Provider): Provider {
  const told = provider.profile as (claims: Claims) => Profile;
  if (!domains) return provider;
  return {
    ...provider,
    profile(claims: Claims) {
      const profile = told(claims);
      const domain = profile.email?.toLowerCase().split("@").at(-1) ?? "";
      return { ...profile, emailVerified: profile.emailVerified && domains.includes(domain) };
    },
  };
}

/** The configured providers in their order. */
export function createProviders(configs: ProviderConfig[], groupsClaim: string): Provider[] {
  const create = (config: ProviderConfig): Provider => {
    const credentials = { clientId: config.clientId, clientSecret: config.clientSecret, groupsClaim };
    switch (config.type) {
      case "github":
        return github(config.clientId, config.clientSecret);
      case "openshift":
        return openshift(config);
      case "google":
        return oidc({
          ...credentials,
          id: "google",
          label: "Google",
          issuer: "https://accounts.google.com",
          scope: "openid email profile",
          needsEmail: true,
          // Google knows no prompt for a password.
          askAgain: { prompt: "select_account", max_age: "0" },
        });
      case "entra":
        return oidc({
          ...credentials,
          id: "entra",
          label: "Microsoft",
          issuer: `https://login.microsoftonline.com/${config.tenantId}/v2.0`,
          scope: "openid email profile",
          needsEmail: false,
        });
      default:
        return oidc({
          ...credentials,
          id: providerId(config),
          label: config.label ?? labels[config.type],
          issuer: config.issuer,
          scope: config.scope,
          needsEmail: config.scope.split(" ").includes("email"),
        });
    }
  };
  return configs.map((config) => within(config.emailDomains, create(config)));
}
