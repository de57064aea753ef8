/**
 * Portico
 * 1.0.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
  headers: {},
  baseUrl: "/api/v1",
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
  server1: "/api/v1",
};
export type Me = {
  kind: "person" | "token" | "jwt" | "kubernetes";
  name: string;
  /** Null for a service. */
  userId: string | null;
  tokenId: string | null;
  platformAdmin: boolean;
  /** What the token is limited to; null for everything that the roles allow. */
  scopes:
    | (
        | "read"
        | "sessions:write"
        | "projects:write"
        | "credentials:write"
        | "members:write"
        | "tokens:write"
        | "organization:write"
        | "platform"
      )[]
    | null;
  /** The one organization that the token is for; null when each request names it. */
  organization: string | null;
  organizations: {
    slug: string;
    displayName: string;
    /** Null for a member of projects only. */
    role: ("owner" | "admin" | "member" | "billing") | null;
  }[];
  /** Of a service: its roles in projects. */
  projectRoles: {
    projectId: string;
    role: "admin" | "editor" | "viewer" | "bot";
  }[];
};
export type Problem = {
  type: "about:blank";
  status: number;
  /** Names the reason; it does not change with the words. */
  code: string;
  /** The reason in a sentence. */
  title: string;
  requestId: string;
  errors?: {
    field: string;
    code: string;
    message: string;
  }[];
};
export type OrganizationRow = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  /** The caller's; null in projects only. */
  role: ("owner" | "admin" | "member" | "billing") | null;
};
export type Organization = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  /** The caller's; null in projects only. */
  role: ("owner" | "admin" | "member" | "billing") | null;
  contactEmail: string | null;
  createdAt: string;
};
export type ProjectRow = {
  id: string;
  slug: string;
  displayName: string;
  namespace: string;
  tier: string;
  phase: "Pending" | "Provisioning" | "Ready" | "Degraded" | "Suspended" | "Deleting";
  message: string;
  createdAt: string;
};
export type Project = {
  id: string;
  slug: string;
  displayName: string;
  namespace: string;
  tier: string;
  phase: "Pending" | "Provisioning" | "Ready" | "Degraded" | "Suspended" | "Deleting";
  message: string;
  createdAt: string;
  kind: "shared" | "personal";
  labels: {
    [key: string]: string;
  };
  egressMode: string;
  podSecurity: string;
  conditions: {
    type: string;
    status: string;
    reason: string;
    message: string;
  }[];
  quota: {
    hard: {
      [key: string]: string;
    };
    used: {
      [key: string]: string;
    };
  } | null;
  readyAt: string | null;
  observedAt: string | null;
  archivedAt: string | null;
  deletionRequestedAt: string | null;
  createdBy: string | null;
};
export type ProjectMember = {
  userId: string;
  displayName: string;
  email: string | null;
  role: "admin" | "editor" | "viewer";
  viaOrganization: boolean;
  sources: {
    role: string;
    until: string | null;
    /** The group that brings the role; null for one by name. */
    group: string | null;
  }[];
};
export type Member = {
  userId: string;
  displayName: string;
  email: string | null;
  suspended: boolean;
  /** Null for a member of projects only. */
  role: ("owner" | "admin" | "member" | "billing") | null;
  sources: {
    role: string;
    until: string | null;
    /** The group that brings the role; null for one by name. */
    group: string | null;
  }[];
  projects: number;
  since: string;
};
export type Invitation = {
  id: string;
  email: string;
  role: string;
  project: {
    slug: string;
    displayName: string;
  } | null;
  projectRole: string | null;
  state: "open" | "accepted" | "expired" | "revoked";
  createdAt: string;
  expiresAt: string;
  by: string | null;
  mail: {
    state: string;
    message: string | null;
  } | null;
};
export type SessionRow = {
  id: string;
  title: string;
  /** Name of the AgenticSession in the project's namespace. */
  resourceName: string;
  agent: string;
  model: string;
  phase:
    | "Pending"
    | "Queued"
    | "Starting"
    | "Running"
    | "Stopping"
    | "Succeeded"
    | "Failed"
    | "Stopped"
    | "TimedOut";
  message: string;
  owner: {
    id: string | null;
    name: string;
  };
  tokens: number;
  createdAt: string;
  startTime: string | null;
  completionTime: string | null;
};
export type Session = {
  id: string;
  title: string;
  /** Name of the AgenticSession in the project's namespace. */
  resourceName: string;
  agent: string;
  model: string;
  phase:
    | "Pending"
    | "Queued"
    | "Starting"
    | "Running"
    | "Stopping"
    | "Succeeded"
    | "Failed"
    | "Stopped"
    | "TimedOut";
  message: string;
  owner: {
    id: string | null;
    name: string;
  };
  tokens: number;
  createdAt: string;
  startTime: string | null;
  completionTime: string | null;
  project: string;
  namespace: string;
  prompt: string;
  websiteUrl: string | null;
  credential: {
    id: string;
    name: string;
  } | null;
  resourceClass: string;
  timeoutSeconds: number;
  inactivityTimeoutSeconds: number;
  clonedFrom: string | null;
  stopRequestedAt: string | null;
  conditions: {
    type: string;
    status: string;
    reason: string;
    message: string;
  }[];
  inputTokens: number;
  outputTokens: number;
  requests: number;
  result: {
    reason: string;
    summary: string;
    exitCode: number | null;
  };
  logState: string;
  ended: boolean;
};
export type Credential = {
  id: string;
  kind: "anthropic" | "openai";
  name: string;
  testedAt: string | null;
  testPassed: boolean | null;
  /** For those who may manage credentials; null to others. */
  details: {
    fingerprint: string;
    lastFour: string;
    secretKey: string;
    updatedAt: string;
    updatedBy: string | null;
    sessions: number;
  } | null;
};
export type CredentialTest = {
  passed: boolean;
  stages: {
    stage: "dns" | "tls" | "signIn" | "model" | "quota";
    state: "passed" | "failed" | "skipped";
    durationMs: number | null;
    status?: number;
    message?: string;
  }[];
  durationMs: number;
  cause: string | null;
};
export type Domain = {
  id: string;
  domain: string;
  joining: "off" | "ask" | "auto";
  role: "member" | "billing";
  verifiedAt: string | null;
  checkedAt: string | null;
  failures: number;
  /** The TXT record that proves the domain. */
  record: {
    name: string;
    text: string;
  };
};
export type GroupMapping = {
  id: string;
  issuer: string;
  groupName: string;
  role: string;
  project: {
    id: string;
    slug: string;
    displayName: string;
  } | null;
  /** How many people it brings the role to. */
  people: number;
  createdAt: string;
};
export type AccessSubject = {
  kind: "person" | "token" | "bot" | "group";
  id: string;
  name: string;
  detail: string | null;
  role: string | null;
  can: boolean;
  /** What allows it, the lasting ones first. */
  because: {
    at: "organization" | "project";
    role: string;
    /** The group that brings it; null for by name. */
    group: string | null;
    until: string | null;
  }[];
  until: string | null;
  /** Why not; null for who can. */
  why: ("suspended" | "role" | "scope") | null;
};
export type AuditEvent = {
  id: string;
  /** Place in the organization's chain, a whole number. */
  seq: string;
  at: string;
  action: string;
  outcome: "allowed" | "refused";
  reason: string | null;
  via: "screen" | "api" | "cluster" | "system";
  address: string | null;
  actor: {
    kind: "person" | "token" | "bot" | "system";
    userId: string | null;
    tokenId: string | null;
    asUserId: string | null;
    name: string;
  };
  projectId: string | null;
  target: {
    kind: string;
    id: string | null;
    name: string | null;
  } | null;
  /** What changed, with secrets masked. */
  detail: unknown;
  requestId: string;
};
export type Token = {
  id: string;
  kind: "personal" | "service" | "platform";
  name: string;
  prefix: string;
  lastFour: string;
  scopes: (
    | "read"
    | "sessions:write"
    | "projects:write"
    | "credentials:write"
    | "members:write"
    | "tokens:write"
    | "organization:write"
    | "platform"
  )[];
  organizationRole: ("owner" | "admin" | "member" | "billing") | null;
  project: {
    slug: string;
    displayName: string;
  } | null;
  projectRole: ("admin" | "editor" | "viewer") | null;
  user: {
    id: string;
    displayName: string;
  } | null;
  createdBy: string | null;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  lastUsedFrom: string | null;
  revokedAt: string | null;
};
/**
 * Who calls
 */
export function getMe(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Me;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >("/me", {
    ...opts,
  });
}
/**
 * Organizations that the caller may act in
 */
export function listOrganizations(
  {
    limit,
    after,
  }: {
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: OrganizationRow[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/organizations${QS.query(
      QS.explode({
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Make an organization of one's own
 */
export function createOrganization(
  body: {
    displayName: string;
    slug: string;
  },
  {
    idempotencyKey,
  }: {
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          slug: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    "/organizations",
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * One organization
 */
export function getOrganization(org: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Organization;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(`/organizations/${encodeURIComponent(org)}`, {
    ...opts,
  });
}
/**
 * Change the name or the contact of an organization
 */
export function updateOrganization(
  org: string,
  body: {
    displayName?: string;
    contactEmail?: string;
  },
  {
    idempotencyKey,
    ifMatch,
  }: {
    idempotencyKey?: string;
    ifMatch?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          version: number;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 412;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/organizations/${encodeURIComponent(org)}`,
    oazapfts.json({
      ...opts,
      method: "PATCH",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Ask for an organization's end
 */
export function deleteOrganization(
  org: string,
  confirm: string,
  {
    idempotencyKey,
  }: {
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
        data: {
          deleteAfter: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/organizations/${encodeURIComponent(org)}${QS.query(
      QS.explode({
        confirm,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Give the ownership to another member
 */
export function transferOrganization(
  org: string,
  body: {
    userId: string;
  },
  {
    idempotencyKey,
  }: {
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/organizations/${encodeURIComponent(org)}/transfer`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Projects that the caller may see, by name
 */
export function listProjects(
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: ProjectRow[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Make a project
 */
export function createProject(
  body: {
    displayName: string;
    slug: string;
    tier: "small" | "standard" | "large";
    egressMode?: "gateways" | "internet";
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          id: string;
          slug: string;
          namespace: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * One project whole
 */
export function getProject(
  project: string,
  {
    organization,
  }: {
    organization?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Project;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Change a project's name, labels, network or Pod Security
 */
export function updateProject(
  project: string,
  body: {
    displayName?: string;
    labels?: {
      [key: string]: string;
    };
    egressMode?: "gateways" | "internet";
    podSecurity?: "restricted" | "baseline";
  },
  {
    organization,
    idempotencyKey,
    ifMatch,
  }: {
    organization?: string;
    idempotencyKey?: string;
    ifMatch?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          version: number;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 412;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "PATCH",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Delete a project with its namespace
 */
export function deleteProject(
  project: string,
  confirm: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}${QS.query(
      QS.explode({
        organization,
        confirm,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Put a project away
 */
export function archiveProject(
  project: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/archive${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "POST",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Bring an archived project back
 */
export function restoreProject(
  project: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/restore${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "POST",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Try again what the cluster refused
 */
export function retryProject(
  project: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/retry${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "POST",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Who may work in a project, by name
 */
export function listProjectMembers(
  project: string,
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: ProjectMember[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/members${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Give somebody of the organization a role in a project
 */
export function setProjectMember(
  project: string,
  body: {
    person: string;
    role: "admin" | "editor" | "viewer";
    until?: string | null;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          role: string;
          until: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/members${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "PUT",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Take somebody's role in a project away
 */
export function removeProjectMember(
  project: string,
  user: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/members/${encodeURIComponent(user)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * People of the organization, by name
 */
export function listMembers(
  {
    organization,
    limit,
    after,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    q?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Member[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/members${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Give a member another role, or an end
 */
export function changeMember(
  user: string,
  body: {
    role: "owner" | "admin" | "member" | "billing";
    until?: string | null;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          role: string;
          until: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/members/${encodeURIComponent(user)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "PATCH",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Take somebody out of the organization
 */
export function removeMember(
  user: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/members/${encodeURIComponent(user)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Invitations of the organization, newest first
 */
export function listInvitations(
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Invitation[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/invitations${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Invite addresses, each with a role
 */
export function invite(
  body: {
    invitations: {
      email: string;
      role: "owner" | "admin" | "member" | "billing";
    }[];
    projectId?: string | null;
    projectRole?: ("admin" | "editor" | "viewer") | null;
    message?: string | null;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          items: {
            id: string;
            email: string;
            role: string;
            expiresAt: string;
          }[];
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/invitations${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Send an invitation anew
 */
export function resendInvitation(
  invitation: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          id: string;
          email: string;
          role: string;
          expiresAt: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/invitations/${encodeURIComponent(invitation)}/resend${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "POST",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Take an invitation back
 */
export function revokeInvitation(
  invitation: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/invitations/${encodeURIComponent(invitation)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Sessions of a project, newest first
 */
export function listSessions(
  project: string,
  {
    organization,
    limit,
    after,
    state,
    mine,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    state?: "queued" | "running" | "succeeded" | "failed" | "stopped";
    mine?: "true" | "false";
    q?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: SessionRow[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/sessions${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        project,
        state,
        mine,
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Start a session
 */
export function launchSession(
  body: {
    title?: string;
    prompt: string;
    websiteUrl?: string;
    model: string;
    credentialId: string;
    resourceClass?: "small" | "medium" | "large";
    timeoutMinutes?: number;
    inactivityMinutes?: number;
    clonedFrom?: string | null;
    /** Name of the project. */
    project: string;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          id: string;
          title: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/sessions${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * One session whole
 */
export function getSession(
  session: string,
  {
    organization,
  }: {
    organization?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Session;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/sessions/${encodeURIComponent(session)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Stop a session
 */
export function stopSession(
  session: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/sessions/${encodeURIComponent(session)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * The kept log of a session
 */
export function getSessionLog(
  session: string,
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          state: string;
          /** Lines before the first that were not kept. */
          skippedLines: number;
          items: {
            line: number;
            text: string;
          }[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/sessions/${encodeURIComponent(session)}/log${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Credentials of a project by name, without their values
 */
export function listCredentials(
  project: string,
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Credential[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/credentials${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        project,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Test a provider's key without keeping it
 */
export function testCredential(
  body: {
    kind: "anthropic" | "openai";
    name: string;
    value: string;
    /** Name of the project. */
    project: string;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: CredentialTest;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/credentials/test${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Domains of the organization, by name
 */
export function listDomains(
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Domain[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/domains${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Name a domain
 */
export function addDomain(
  body: {
    domain: string;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          id: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/domains${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Say how people with an address in the domain come in
 */
export function updateDomain(
  domain: string,
  body: {
    joining: "off" | "ask" | "auto";
    role: "member" | "billing";
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/domains/${encodeURIComponent(domain)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "PATCH",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * Let a domain go
 */
export function removeDomain(
  domain: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/domains/${encodeURIComponent(domain)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Look for the record of a domain
 */
export function verifyDomain(
  domain: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/domains/${encodeURIComponent(domain)}/verify${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "POST",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Roles that groups bring
 */
export function listGroups(
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: GroupMapping[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/groups${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Let a group bring a role
 */
export function saveGroup(
  body:
    | {
        at: "organization";
        issuer: string;
        groupName: string;
        role: "admin" | "member" | "billing";
      }
    | {
        at: "project";
        issuer: string;
        groupName: string;
        projectId: string;
        role: "admin" | "editor" | "viewer";
      },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          id: string;
          added: number;
          removed: number;
          changed: number;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/groups${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "PUT",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * End what a group brings
 */
export function removeGroup(
  mapping: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/groups/${encodeURIComponent(mapping)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
/**
 * Who may do something in the organization, and why
 */
export function listAccess(
  permission:
    | "organization:read"
    | "projects:create"
    | "members:read"
    | "tokens:own"
    | "organization:update"
    | "organization:export"
    | "projects:read-all"
    | "members:manage"
    | "invitations:manage"
    | "requests:decide"
    | "domains:manage"
    | "groups:manage"
    | "tokens:manage"
    | "access:read"
    | "audit:read"
    | "audit:export"
    | "usage:read"
    | "organization:transfer"
    | "organization:delete",
  {
    organization,
    limit,
    after,
    who,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    who?: "can" | "all";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: AccessSubject[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/access${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        permission,
        who,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Who may do something in a project, and why
 */
export function listProjectAccess(
  project: string,
  permission:
    | "project:read"
    | "project-members:read"
    | "sessions:read"
    | "credentials:read"
    | "sessions:create"
    | "sessions:stop"
    | "sessions:stop-any"
    | "credentials:manage"
    | "project:update"
    | "project:retry"
    | "project:archive"
    | "project:delete"
    | "project-access:read"
    | "project-audit:read"
    | "project-members:manage",
  {
    organization,
    limit,
    after,
    who,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    who?: "can" | "all";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: AccessSubject[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/projects/${encodeURIComponent(project)}/access${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        permission,
        who,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Changes and refusals in the organization, newest first
 */
export function listAuditEvents(
  {
    organization,
    limit,
    after,
    action,
    outcome,
    userId,
    projectId,
    requestId,
    $from,
    to,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    action?: string;
    outcome?: "allowed" | "refused";
    userId?: string;
    projectId?: string;
    requestId?: string;
    $from?: string;
    to?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: AuditEvent[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/audit${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        action,
        outcome,
        userId,
        projectId,
        requestId,
        from: $from,
        to,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Tokens of the organization, newest first
 */
export function listTokens(
  {
    organization,
    limit,
    after,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Token[];
          next: string | null;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/tokens${QS.query(
      QS.explode({
        organization,
        limit,
        after,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Make a token
 */
export function createToken(
  body: {
    kind: "personal" | "service";
    name: string;
    scopes: (
      | "read"
      | "sessions:write"
      | "projects:write"
      | "credentials:write"
      | "members:write"
      | "tokens:write"
      | "organization:write"
    )[];
    expiresInDays: number;
    organizationRole?: ("admin" | "member" | "billing") | null;
    project?: string | null;
    projectRole?: ("admin" | "editor" | "viewer") | null;
  },
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 201;
        data: {
          id: string;
          token: string;
          kind: "personal" | "service" | "platform";
          name: string;
          prefix: string;
          lastFour: string;
          scopes: (
            | "read"
            | "sessions:write"
            | "projects:write"
            | "credentials:write"
            | "members:write"
            | "tokens:write"
            | "organization:write"
            | "platform"
          )[];
          expiresAt: string;
        };
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 413;
        data: Problem;
      }
    | {
        status: 415;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/tokens${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    }),
  );
}
/**
 * End a token
 */
export function revokeToken(
  token: string,
  {
    organization,
    idempotencyKey,
  }: {
    organization?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 204;
      }
    | {
        status: 400;
        data: Problem;
      }
    | {
        status: 401;
        data: Problem;
      }
    | {
        status: 403;
        data: Problem;
      }
    | {
        status: 404;
        data: Problem;
      }
    | {
        status: 409;
        data: Problem;
      }
    | {
        status: 422;
        data: Problem;
      }
    | {
        status: 429;
        data: Problem;
      }
    | {
        status: 500;
        data: Problem;
      }
    | {
        status: 502;
        data: Problem;
      }
    | {
        status: 503;
        data: Problem;
      }
  >(
    `/tokens/${encodeURIComponent(token)}${QS.query(
      QS.explode({
        organization,
      }),
    )}`,
    {
      ...opts,
      method: "DELETE",
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
      }),
    },
  );
}
