import type { WizardStep } from "#lib/domain/onboarding/rules.ts";

type InOrganization = { org: string };
type InProject = InOrganization & { project: string };
type InKey = InOrganization & { key: string };
type InSession = InProject & { session: string };

const organization = ({ org }: InOrganization) => `/orgs/${org}`;
const project = (place: InProject) => `${organization(place)}/projects/${place.project}`;
const session = (place: InSession) => `${project(place)}/sessions/${place.session}`;

/** Adds the parameters that have a value. */
function withQuery(path: string, query: Record<string, string | null | undefined>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return entries.length ? `${path}?${new URLSearchParams(entries)}` : path;
}

/** Every address of the portal, as functions of what it needs. No screen writes an address by hand. */
export const paths = {
  home: () => "/",
  signIn: (next?: string) => withQuery("/sign-in", { next }),
  /** Signing in once more, for what needs it to be now; without `next` in a window of its own. */
  signInAgain: (next?: string) => withQuery("/sign-in/again", { next }),
  signedInAgain: (was: string) => withQuery("/sign-in/again/done", { was }),
  welcome: (step?: WizardStep) => withQuery("/welcome", { step }),
  account: () => "/account",
  ownKeys: () => "/account/keys",
  /** One of one's own of the platform. */
  platformKey: ({ key }: { key: string }) => `/account/keys/${key}`,
  newOwnKey: () => "/account/keys/new",
  keys: ({ org }: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization({ org })}/keys`, query),
  newKey: ({ org }: InOrganization) => `${organization({ org })}/keys/new`,
  key: ({ org, key }: InKey) => `${organization({ org })}/keys/${key}`,
  /** The keys that these conditions fit, before they are revoked. */
  revokeKeys: ({ org }: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization({ org })}/keys/revoke`, query),
  /** `query` holds the list's filters, as `keyListFilter` reads them. */
  projectKeys: (place: InProject, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${project(place)}/keys`, query),
  newProjectKey: (place: InProject) => `${project(place)}/keys/new`,
  projectKey: (place: InProject & InKey) => `${project(place)}/keys/${place.key}`,
  reference: () => "/reference",
  organization,
  project,
  /** Follows a project that is being deleted to its end, by its id: its own address goes with it. */
  removal: ({ org, removal }: InOrganization & { removal: string }) =>
    `${organization({ org })}/removals/${removal}`,
  members: (place: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization(place)}/members`, query),
  invite: (place: InOrganization) => `${organization(place)}/members/invite`,
  /** `query` holds a mapping to look at before it is saved. */
  groups: (place: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization(place)}/groups`, query),
  /** What a link in an e-mail opens. */
  invitation: ({ id, nonce }: { id: string; nonce: string }) => withQuery(`/invitations/${id}`, { k: nonce }),
  projectMembers: (place: InProject, query: { before?: string; after?: string } = {}) =>
    withQuery(`${project(place)}/members`, query),
  /** `query` holds the log's filters, as `auditFilter` reads them. */
  audit: ({ org }: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization({ org })}/audit`, query),
  projectAudit: (place: InProject, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${project(place)}/audit`, query),
  exports: ({ org }: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization({ org })}/exports`, query),
  /** `query` holds the month, as `2026-11`; without it the present one. */
  usage: (place: InOrganization, query: { month?: string } = {}) =>
    withQuery(`${organization(place)}/usage`, query),
  usageFile: (place: InOrganization, query: { month: string }) =>
    withQuery(`${organization(place)}/usage/file`, query),
  projectUsageFile: (place: InProject, query: { month: string }) =>
    withQuery(`${project(place)}/usage/file`, query),
  organizationSettings: (place: InOrganization) => `${organization(place)}/settings`,
  newProject: (place: InOrganization) => `${organization(place)}/projects/new`,
  settings: (place: InProject) => `${project(place)}/settings`,
  /** Credentials of the organization; `query` is the place in its list of projects. */
  organizationCredentials: (place: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization(place)}/credentials`, query),
  organizationCredential: (
    { credential, ...place }: InOrganization & { credential: string },
    query: { before?: string; after?: string } = {},
  ) => withQuery(`${organization(place)}/credentials/${credential}`, query),
  credentials: (place: InProject) => `${project(place)}/credentials`,
  credential: (
    { credential, ...place }: InProject & { credential: string },
    query: { before?: string; after?: string } = {},
  ) => withQuery(`${project(place)}/credentials/${credential}`, query),
  /** `query` holds the list's filters, as `sessionFilter` reads them. */
  sessions: (place: InProject, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${project(place)}/sessions`, query),
  /** `clone` is the session whose fields are filled in. */
  newSession: (place: InProject, query: { clone?: string } = {}) =>
    withQuery(`${project(place)}/sessions/new`, query),
  session,
  /** Who can do what in a project, or in an organization; `query` is the question, as `accessQuery` reads it. */
  access: (place: InProject, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${project(place)}/access`, query),
  organizationAccess: (place: InOrganization, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${organization(place)}/access`, query),
  drift: (place: InProject, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`${project(place)}/drift`, query),
  platform: () => "/platform",
  platformOrganizations: (query: Record<string, string | null | undefined> = {}) =>
    withQuery("/platform/organizations", query),
  /** Every organization, as CSV. */
  platformOrganizationsFile: () => "/platform/organizations/file",
  /** `query` holds the filters of its lists, as `partFilter` reads them. */
  platformOrganization: ({ id }: { id: string }, query: Record<string, string | null | undefined> = {}) =>
    withQuery(`/platform/organizations/${id}`, query),
  platformApprovals: () => "/platform/approvals",
  /** `query` holds the list's filters, as `jobFilter` reads them. */
  platformJobs: (query: Record<string, string | null | undefined> = {}) => withQuery("/platform/jobs", query),
  platformDrift: (query: Record<string, string | null | undefined> = {}) =>
    withQuery("/platform/drift", query),
  platformUsers: (query: Record<string, string | null | undefined> = {}) =>
    withQuery("/platform/users", query),
  platformUser: ({ id }: { id: string }) => `/platform/users/${id}`,
  platformAudit: (query: Record<string, string | null | undefined> = {}) =>
    withQuery("/platform/audit", query),
  platformSettings: () => "/platform/settings",
  suspended: ({ org }: InOrganization) => `/suspended/${org}`,
  api: {
    /** Changes of an organization, as server-sent events. */
    events: ({ org }: InOrganization) => withQuery("/api/events", { org }),
    platformEvents: () => withQuery("/api/events", { platform: "1" }),
    ownEvents: () => "/api/events",
    /** A session's log, as server-sent events. */
    sessionLog: (place: InSession) => `${session(place)}/log`,
    /** The kept log of an ended session, as a file. */
    sessionLogFile: (place: InSession) => `${session(place)}/log/download`,
    exportFile: ({ org, id }: InOrganization & { id: string }) =>
      `${organization({ org })}/exports/${id}/download`,
    projectAuditFile: ({ id, ...place }: InProject & { id: string }) =>
      `${project(place)}/audit/exports/${id}`,
    platformAuditFile: ({ id }: { id: string }) => `/platform/audit/exports/${id}`,
    /** Everything of an organization that is being deleted, for its owners. */
    closingFile: ({ org }: InOrganization) => `/suspended/${org}/export`,
    preflight: (place: InProject, query: Record<string, string | null | undefined>) =>
      withQuery(`${project(place)}/sessions/new/preflight`, query),
    /** Why the viewer was refused a page. */
    refusal: (path: string) => withQuery("/api/refusal", { path }),
    search: (query: string) => withQuery("/api/search", { q: query }),
    organizationName: (query: { slug: string }) => withQuery("/api/names/organization", query),
    projectName: (query: { org: string; slug: string }) => withQuery("/api/names/project", query),
    ready: () => "/api/health/ready",
    /** The OpenAPI document. */
    document: () => "/api/v1/openapi.json",
  },
} as const;
