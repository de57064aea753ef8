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
export type KeyLimit = {
  name: "requestsPerMinute" | "tokensPerMinute" | "tokensPerMonth" | "costPerMonth";
  limit: number;
  /** With what is set aside for calls under way. */
  used: number;
  remaining: number;
  resetsAt: string;
};
export type VerifiedKey = {
  key: {
    id: string;
    kind: "personal" | "project" | "service";
    name: string;
    prefix: string;
  };
  /** Null for a key that no person stands behind. */
  user: {
    id: string;
    displayName: string;
    email: string | null;
  } | null;
  organization: {
    id: string;
    slug: string;
  };
  project: {
    id: string;
    slug: string;
    tier: string;
    namespace: string;
  };
  /** Those that the key may call. */
  models: string[];
  /** Empty for all of them. */
  routes: string[];
  limits: KeyLimit[];
  /** What is set aside for this call; it goes back with the report of its usage. */
  reservation: string | null;
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
  /** Of `key_limit`: how the limit stands. */
  limit?: KeyLimit;
};
export type UsageEvent = {
  /** The gateway's own: whatever comes again under it is counted once. */
  id: string;
  /** The id of the key that verify answered; never its text. */
  key: string;
  /** If named, it must be the key's. */
  project?: string | null;
  reservation?: string | null;
  /** As in verify; by it, or by the reservation. */
  call?: string | null;
  model: string;
  status?: "success" | "failure";
  promptTokens?: number;
  completionTokens?: number;
  cost?: number;
  startedAt: string;
  endedAt: string;
};
export type UsageTaken = {
  counted: number;
  /** Reported before, and counted then. */
  duplicates: number;
  refused: {
    id: string;
    reason: "unknown" | "unverified" | "foreign" | "old" | "unreadable";
  }[];
};
export type Me = {
  kind: "person" | "key" | "jwt" | "kubernetes";
  name: string;
  /** Null for a service. */
  userId: string | null;
  keyId: string | null;
  platformAdmin: boolean;
  /** What the key is limited to; null for everything that the roles allow. */
  scopes:
    | (
        | "organization:read"
        | "organization:write"
        | "projects:read"
        | "projects:write"
        | "members:read"
        | "members:write"
        | "sessions:read"
        | "sessions:write"
        | "credentials:read"
        | "credentials:write"
        | "keys:read"
        | "keys:write"
        | "usage:read"
        | "models:call"
        | "platform"
      )[]
    | null;
  /** The one organization that the key is for; null when each request names it. */
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
export type SignIn = {
  id: string;
  userAgent: string | null;
  address: string | null;
  createdAt: string;
  lastSeenAt: string;
  endsAt: string;
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
  keyMaxDays: number;
  revokeLeakedKeys: boolean;
  createdAt: string;
};
export type ProjectRow = {
  id: string;
  slug: string;
  displayName: string;
  namespace: string;
  tier: string;
  phase: "Pending" | "Provisioning" | "Ready" | "Degraded" | "Suspended" | "Deleting";
  kind: "shared" | "personal";
  message: string;
  archivedAt: string | null;
  createdAt: string;
};
export type Project = {
  id: string;
  slug: string;
  displayName: string;
  namespace: string;
  tier: string;
  phase: "Pending" | "Provisioning" | "Ready" | "Degraded" | "Suspended" | "Deleting";
  kind: "shared" | "personal";
  message: string;
  archivedAt: string | null;
  createdAt: string;
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
  deletionRequestedAt: string | null;
  createdBy: string | null;
};
export type ProjectObject = {
  kind: string;
  name: string;
  state: "Waiting" | "Applying" | "Applied" | "Refused" | "Drifted";
  message: string;
  attempt: number;
  startedAt: string | null;
  durationMs: number | null;
  nextRetryAt: string | null;
};
export type Drift = {
  id: string;
  kind: string;
  name: string;
  /** What differed; none when the object was gone. */
  fields: string[];
  /** The field manager that the cluster names. */
  manager: string;
  operation: string;
  state: "repaired" | "repairing" | "refused";
  message: string;
  changedAt: string | null;
  seenAt: string;
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
  /** When the role ends that it brings. */
  until: string | null;
  by: string | null;
  mail: {
    state: string;
    message: string | null;
  } | null;
};
export type InvitationWithLink = {
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
  /** When the role ends that it brings. */
  until: string | null;
  by: string | null;
  mail: {
    state: string;
    message: string | null;
  } | null;
  /** Opens it, for whom it was sent to; null once it is over. */
  link: string | null;
};
export type OwnInvitation = {
  id: string;
  organizationId: string;
  organization: string;
  role: string;
  expiresAt: string;
};
export type JoinRequest = {
  id: string;
  displayName: string;
  email: string | null;
  message: string | null;
  createdAt: string;
};
export type Opening = {
  organizationId: string;
  slug: string;
  organization: string;
  domain: string;
  joining: "auto" | "ask";
  role: string;
  /** What the caller asked last. */
  request: {
    id: string;
    state: string;
    reason: string | null;
    at: string;
  } | null;
};
export type SessionRow = {
  id: string;
  project: string;
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
  project: string;
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
  namespace: string;
  prompt: string;
  websiteUrl: string | null;
  credential: {
    id: string;
    name: string;
  } | null;
  /** Credentials that it asks for, by their keys in the cluster; its message counts them in this order. */
  credentialRefs: string[];
  /** Credentials that it was given, once it has begun, and how. */
  given: {
    secretKey: string;
    credentialId: string | null;
    kind: string;
    handover: string;
    usedAt: string;
  }[];
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
  kind:
    | "anthropic"
    | "openai"
    | "azure-openai"
    | "gemini"
    | "vertex-ai"
    | "bedrock"
    | "openai-compatible"
    | "jira"
    | "github"
    | "gitlab"
    | "registry"
    | "generic";
  name: string;
  testedAt: string | null;
  testPassed: boolean | null;
  disabled: boolean;
  /** For those who may manage credentials; null to others. */
  details: {
    /** Empty where Portico does not know it. */
    fingerprint: string;
    lastFour: string;
    secretKey: string;
    /** All keys of it in the Secret. */
    parts: string[];
    settings: {
      [key: string]: string | boolean;
    };
    source: "value" | "external";
    createdAt: string;
    version: number;
    updatedAt: string;
    updatedBy: string | null;
    expiresAt: string | null;
    disabledAt: string | null;
    /** Its value was changed past Portico, and nobody has dealt with that yet. */
    outside: {
      what: "changed" | "removed";
      by: string;
      at: string | null;
    } | null;
    testing: boolean;
    sessions: number;
    running: number;
    /** Sessions in the queue that name it. */
    waiting: number;
  } | null;
};
export type CredentialWithTest = {
  id: string;
  kind:
    | "anthropic"
    | "openai"
    | "azure-openai"
    | "gemini"
    | "vertex-ai"
    | "bedrock"
    | "openai-compatible"
    | "jira"
    | "github"
    | "gitlab"
    | "registry"
    | "generic";
  name: string;
  testedAt: string | null;
  testPassed: boolean | null;
  disabled: boolean;
  /** For those who may manage credentials; null to others. */
  details: {
    /** Empty where Portico does not know it. */
    fingerprint: string;
    lastFour: string;
    secretKey: string;
    /** All keys of it in the Secret. */
    parts: string[];
    settings: {
      [key: string]: string | boolean;
    };
    source: "value" | "external";
    createdAt: string;
    version: number;
    updatedAt: string;
    updatedBy: string | null;
    expiresAt: string | null;
    disabledAt: string | null;
    /** Its value was changed past Portico, and nobody has dealt with that yet. */
    outside: {
      what: "changed" | "removed";
      by: string;
      at: string | null;
    } | null;
    testing: boolean;
    sessions: number;
    running: number;
    /** Sessions in the queue that name it. */
    waiting: number;
  } | null;
  /** For those who may manage credentials. */
  testStages:
    | {
        stage: "dns" | "tls" | "signIn" | "model" | "quota";
        state: "passed" | "failed" | "skipped";
        durationMs: number | null;
        status?: number;
        message?: string;
      }[]
    | null;
};
export type CredentialSession = {
  id: string;
  title: string;
  phase: string;
  createdAt: string;
  owner: string | null;
};
export type CredentialChange = {
  id: string;
  name: string;
  what: "value" | "removal" | "settings" | "disable" | "enable" | "keep";
  lastFour: string;
  askedBy: string;
  askedAt: string;
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
export type SharedCredential = {
  id: string;
  kind: string;
  name: string;
  testedAt: string | null;
  testPassed: boolean | null;
  expiresAt: string | null;
  disabled: boolean;
  /** The project has its own of this name, which is used. */
  hidden: boolean;
};
export type OrganizationCredential = {
  id: string;
  kind:
    | "anthropic"
    | "openai"
    | "azure-openai"
    | "gemini"
    | "vertex-ai"
    | "bedrock"
    | "openai-compatible"
    | "jira"
    | "github"
    | "gitlab"
    | "registry"
    | "generic";
  name: string;
  secretKey: string;
  /** All keys of it in the Secret. */
  parts: string[];
  settings: {
    [key: string]: string | boolean;
  };
  source: "value" | "external";
  fingerprint: string;
  lastFour: string;
  /** For If-Match. */
  version: number;
  updatedAt: string;
  updatedBy: string | null;
  expiresAt: string | null;
  disabledAt: string | null;
  /** Its value was changed past Portico, and nobody has dealt with that yet. */
  outside: {
    what: "changed" | "removed";
    by: string;
    at: string | null;
  } | null;
  sessions: number;
  running: number;
  /** Sessions in the queue that name it. */
  waiting: number;
  testing: boolean;
  testedAt: string | null;
  testPassed: boolean | null;
  testStages: {
    stage: "dns" | "tls" | "signIn" | "model" | "quota";
    state: "passed" | "failed" | "skipped";
    durationMs: number | null;
    status?: number;
    message?: string;
  }[];
};
export type OrganizationCredentialSession = {
  id: string;
  title: string;
  phase: string;
  createdAt: string;
  owner: string | null;
  project: string;
};
export type CredentialBinding = {
  credentialId: string;
  projectId: string;
  credential: string;
  project: string;
};
export type CredentialStore = {
  id: string;
  kind: string;
  name: string;
  /** What the keys there begin with that may be named. */
  prefix: string;
};
export type CredentialReference = {
  external: {
    store: {
      kind: "SecretStore" | "ClusterSecretStore";
      name: string;
    };
    refreshSeconds: number;
    parts: {
      [key: string]: {
        remoteKey: string;
        property?: string;
      };
    };
  };
  sync: {
    ready: boolean | null;
    reason: string;
    message: string;
    refreshedAt: string | null;
    since: string | null;
  } | null;
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
  /** `kind:id`, for asking about them alone. */
  key: string;
  kind: "person" | "key" | "bot" | "group";
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
export type SubjectAccess = {
  subject: {
    /** `kind:id`, for asking about them alone. */
    key: string;
    kind: "person" | "key" | "bot" | "group";
    id: string;
    name: string;
    detail: string | null;
    role: string | null;
    suspended: boolean;
  };
  answers: {
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
    permission: string;
  }[];
  /** Their roles in projects; of an organization's people only. */
  projects: {
    slug: string;
    displayName: string;
    role: string;
  }[];
};
export type AccessActs = {
  /** `kind:id`, for asking about them alone. */
  key: string;
  kind: "person" | "key" | "bot" | "group";
  id: string;
  name: string;
  detail: string | null;
  role: string | null;
  /** What of the resource they can do. */
  can: string[];
};
export type ProjectSubjectAccess = {
  subject: {
    /** `kind:id`, for asking about them alone. */
    key: string;
    kind: "person" | "key" | "bot" | "group";
    id: string;
    name: string;
    detail: string | null;
    role: string | null;
    suspended: boolean;
  };
  answers: {
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
    permission: string;
  }[];
  /** Their roles in projects; of an organization's people only. */
  projects: {
    slug: string;
    displayName: string;
    role: string;
  }[];
};
export type ProjectAccessActs = {
  /** `kind:id`, for asking about them alone. */
  key: string;
  kind: "person" | "key" | "bot" | "group";
  id: string;
  name: string;
  detail: string | null;
  role: string | null;
  /** What of the resource they can do. */
  can: string[];
};
export type ClusterAccess = {
  /** Why the cluster does not answer; null when it does. */
  message: string | null;
  /** About how many it was asked. */
  asked: number;
  differences: {
    /** `kind:id`, for asking about them alone. */
    key: string;
    kind: "person" | "key" | "bot" | "group";
    id: string;
    name: string;
    detail: string | null;
    role: string | null;
    portal: boolean;
    cluster: boolean;
  }[];
  /** Who can do there what no role of Portico's allows. */
  beyond: {
    /** `kind:id`, for asking about them alone. */
    key: string;
    kind: "person" | "key" | "bot" | "group";
    id: string;
    name: string;
    detail: string | null;
    role: string | null;
    secrets: boolean;
    pods: boolean;
    workloads: boolean;
  }[];
  /** Bindings that nobody of the portal stands behind. */
  orphans: {
    binding: string;
    role: string;
    kind: string;
    name: string;
    /** Nobody of the portal, or not Portico's binding. */
    why: "unknown" | "foreign";
  }[];
  next: string | null;
};
export type AuditEvent = {
  /** Names the event in this log: its place in the chain, or an id where chains are mixed. */
  id: string;
  /** Place in its organization's chain, a whole number. */
  seq: string;
  at: string;
  action: string;
  outcome: "allowed" | "refused";
  reason: string | null;
  via: "screen" | "api" | "cluster" | "system";
  address: string | null;
  actor: {
    /** person, key, bot or system. */
    kind: string;
    userId: string | null;
    keyId: string | null;
    /** Through whose eyes they looked. */
    asUserId: string | null;
    name: string;
  };
  organization: string | null;
  project: string | null;
  target: {
    kind: string;
    id: string | null;
    name: string | null;
  } | null;
  /** What changed, with secrets masked. */
  detail: unknown;
  requestId: string;
};
export type AuditEventWhole = {
  /** Names the event in this log: its place in the chain, or an id where chains are mixed. */
  id: string;
  /** Place in its organization's chain, a whole number. */
  seq: string;
  at: string;
  action: string;
  outcome: "allowed" | "refused";
  reason: string | null;
  via: "screen" | "api" | "cluster" | "system";
  address: string | null;
  actor: {
    /** person, key, bot or system. */
    kind: string;
    userId: string | null;
    keyId: string | null;
    /** Through whose eyes they looked. */
    asUserId: string | null;
    name: string;
  };
  organization: string | null;
  project: string | null;
  target: {
    kind: string;
    id: string | null;
    name: string | null;
  } | null;
  /** What changed, with secrets masked. */
  detail: unknown;
  requestId: string;
  /** Over this event and the one before it in its chain. */
  hash: string;
  /** Whether the worker has signed the chain up to here. */
  sealed: boolean;
};
export type Export = {
  id: string;
  kind: "audit" | "organization";
  format: "csv" | "ndjson";
  state: "queued" | "running" | "done" | "failed" | "expired";
  rows: number;
  bytes: number;
  message: string | null;
  createdAt: string;
  /** Until when the file can be had. */
  expiresAt: string | null;
};
export type Key = {
  id: string;
  kind: "personal" | "project" | "service" | "platform";
  name: string;
  prefix: string;
  lastFour: string;
  scopes: (
    | "organization:read"
    | "organization:write"
    | "projects:read"
    | "projects:write"
    | "members:read"
    | "members:write"
    | "sessions:read"
    | "sessions:write"
    | "credentials:read"
    | "credentials:write"
    | "keys:read"
    | "keys:write"
    | "usage:read"
    | "models:call"
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
  disabledAt: string | null;
  disabledBy: string | null;
  models: string[];
  routes: string[];
  addresses: string[];
  limits: {
    requestsPerMinute: number | null;
    tokensPerMinute: number | null;
    tokensPerMonth: number | null;
    /** US dollars. */
    costPerMonth: number | null;
  };
  leakReportedAt: string | null;
  leakSource: string | null;
  /** The secret from before the last rotation, while it works. */
  overlap: {
    prefix: string;
    lastFour: string;
    endsAt: string;
    lastUsedAt: string | null;
  } | null;
  version: number;
};
export type KeyWithUsage = {
  id: string;
  kind: "personal" | "project" | "service" | "platform";
  name: string;
  prefix: string;
  lastFour: string;
  scopes: (
    | "organization:read"
    | "organization:write"
    | "projects:read"
    | "projects:write"
    | "members:read"
    | "members:write"
    | "sessions:read"
    | "sessions:write"
    | "credentials:read"
    | "credentials:write"
    | "keys:read"
    | "keys:write"
    | "usage:read"
    | "models:call"
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
  disabledAt: string | null;
  disabledBy: string | null;
  models: string[];
  routes: string[];
  addresses: string[];
  limits: {
    requestsPerMinute: number | null;
    tokensPerMinute: number | null;
    tokensPerMonth: number | null;
    /** US dollars. */
    costPerMonth: number | null;
  };
  leakReportedAt: string | null;
  leakSource: string | null;
  /** The secret from before the last rotation, while it works. */
  overlap: {
    prefix: string;
    lastFour: string;
    endsAt: string;
    lastUsedAt: string | null;
  } | null;
  version: number;
  /** What it called models for, as gateways have reported it. Costs are US dollars. */
  usage: {
    /** Calls of models today, in UTC. */
    today: number;
    /** Those of each of the last 30 days; empty for none at all. */
    days: number[];
    month: {
      requests: number;
      tokens: number;
      cost: number;
    };
    /** The last 20 calls of two months, the newest first. */
    calls: {
      id: string;
      at: string;
      model: string;
      status: "success" | "failure";
      tokens: number;
      cost: number;
    }[];
  };
};
export type OwnKey = {
  id: string;
  kind: "personal" | "project" | "service" | "platform";
  name: string;
  prefix: string;
  lastFour: string;
  scopes: (
    | "organization:read"
    | "organization:write"
    | "projects:read"
    | "projects:write"
    | "members:read"
    | "members:write"
    | "sessions:read"
    | "sessions:write"
    | "credentials:read"
    | "credentials:write"
    | "keys:read"
    | "keys:write"
    | "usage:read"
    | "models:call"
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
  disabledAt: string | null;
  disabledBy: string | null;
  models: string[];
  routes: string[];
  addresses: string[];
  limits: {
    requestsPerMinute: number | null;
    tokensPerMinute: number | null;
    tokensPerMonth: number | null;
    /** US dollars. */
    costPerMonth: number | null;
  };
  leakReportedAt: string | null;
  leakSource: string | null;
  /** The secret from before the last rotation, while it works. */
  overlap: {
    prefix: string;
    lastFour: string;
    endsAt: string;
    lastUsedAt: string | null;
  } | null;
  version: number;
  organization: {
    slug: string;
    displayName: string;
  } | null;
};
export type IssuedToken = {
  /** A JWT (ES256, typ at+jwt) that /.well-known/jwks.json verifies. */
  token: string;
  /** How long it lives: five minutes at most. */
  seconds: number;
  audience: string;
};
export type PlatformOrganizationRow = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  state: "active" | "suspended" | "deleting" | "deleted";
  projects: number;
  lastActivity: string | null;
  createdAt: string;
  ready: number;
  degraded: number;
  members: number;
};
export type PlatformOrganization = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  state: "active" | "suspended" | "deleting" | "deleted";
  projects: number;
  lastActivity: string | null;
  createdAt: string;
  people: number;
  contactEmail: string | null;
  stateReason: string | null;
  stateAt: string | null;
  deleteAfter: string | null;
};
export type OrganizationRequest = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  reason: string;
  createdAt: string;
  user: {
    id: string;
    displayName: string;
    email: string | null;
  };
};
export type UserRow = {
  id: string;
  displayName: string;
  email: string | null;
  suspendedAt: string | null;
  createdAt: string;
  organizations: number;
  /** Browsers that are signed in now. */
  signIns: number;
  lastSignInAt: string | null;
};
export type User = {
  id: string;
  displayName: string;
  email: string | null;
  suspendedAt: string | null;
  createdAt: string;
  emailVerified: boolean;
  groups: string[];
  identities: {
    provider: string;
    issuer: string;
    subject: string;
    lastSignInAt: string | null;
  }[];
  loginSessions: {
    id: string;
    userAgent: string | null;
    address: string | null;
    createdAt: string;
    lastSeenAt: string;
  }[];
  /** The first 200. */
  memberships: {
    role: string;
    organization: {
      slug: string;
      displayName: string;
    };
    project: {
      displayName: string;
    } | null;
  }[];
};
export type Figures = {
  organizations: number;
  projects: number;
  projectsReady: number;
  sessionsRunning: number;
  jobsWaiting: number;
  jobsFailed: number;
  /** How long the oldest waiting job waits. */
  oldestJobSeconds: number | null;
  /** From asking for a project to Ready, in the last 30 days. */
  readyMedianMs: number | null;
  readyP95Ms: number | null;
};
export type Job = {
  id: string;
  /** What kind of job it is. */
  name: string;
  state: "failed" | "retry" | "created" | "active";
  /** Runs so far. */
  tries: number;
  /** Runs before it gives up. */
  most: number;
  createdAt: string;
  startAfter: string;
  /** The last error's own words. */
  error: string | null;
  organization: {
    id: string;
    slug: string;
    displayName: string;
  } | null;
  project: {
    id: string;
    slug: string;
    displayName: string;
  } | null;
};
export type PlatformDrift = {
  id: string;
  kind: string;
  name: string;
  /** What differed; none when the object was gone. */
  fields: string[];
  /** The field manager that the cluster names. */
  manager: string;
  operation: string;
  state: "repaired" | "repairing" | "refused";
  message: string;
  changedAt: string | null;
  seenAt: string;
  project: {
    slug: string;
    displayName: string;
  };
  organization: {
    id: string;
    displayName: string;
  };
};
export type Settings = {
  organizationCreation: "free" | "approval" | "off";
  defaultTier: "small" | "standard" | "large";
  personalProjects: boolean;
  personalNamespaceTemplate: string;
  maxKeyDays: number;
  auditDays: number;
  graceDays: number;
};
/**
 * Whether a call of a model with a key may go on
 */
export function verifyKey(
  body: {
    /** The text of the key, as the client sent it. */
    key: string;
    /** Null for a call that asks for none, such as the list of them. Left out, the call is refused: every key is for some models, its own or those of its project's tier. */
    model?: string | null;
    /** Left out, it is refused where the key is for some paths only. */
    route?: string;
    /** Of the client. A key that is for some addresses opens nothing without it. */
    address?: string;
    /** The gateway's own id of the call, by which its usage may be reported. */
    call?: string;
    tokens?: number;
    cost?: number;
  },
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: VerifiedKey;
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
        status: 503;
        data: Problem;
      }
  >(
    "/keys/verify",
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
    }),
  );
}
/**
 * Report calls that are over
 */
export function reportUsage(
  body:
    | {
        events: UsageEvent[];
      }
    | {
        [key: string]: unknown;
      }[],
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: UsageTaken;
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
        status: 503;
        data: Problem;
      }
  >(
    "/keys/usage",
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
    }),
  );
}
/**
 * Report keys that were found where others can read them
 */
export function reportLeak(
  body:
    | {
        key: string;
        url?: string | null;
      }
    | {
        token: string;
        type?: string | null;
        url?: string | null;
        source?: string | null;
      }[],
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
        data: {
          received: number;
        };
      }
    | {
        status: 400;
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
        status: 503;
        data: Problem;
      }
  >(
    "/keys/leaks",
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
    }),
  );
}
/**
 * How keys are told from other text, for scanners of secrets
 */
export function getKeyPattern(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          name: string;
          regex: string;
          keywords: string[];
          kinds: {
            [key: string]: string;
          };
          checksum: {
            algorithm: string;
            of: string;
            encoding: string;
            alphabet: string;
          };
          example: string;
          report: string;
        };
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
  >("/keys/pattern", {
    ...opts,
  });
}
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
 * Browsers that are signed in as the caller, the last seen first
 */
export function listOwnSignIns(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: SignIn[];
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
  >("/me/sign-ins", {
    ...opts,
  });
}
/**
 * Sign one of the caller's browsers out
 */
export function revokeOwnSignIn(
  signIn: string,
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
  >(`/me/sign-ins/${encodeURIComponent(signIn)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
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
 * Take an organization's deletion back
 */
export function keepOrganization(
  org: string,
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
  >(`/organizations/${encodeURIComponent(org)}/keep`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * What became of the caller's last request for an organization; null for none
 */
export function getOwnOrganizationRequest(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          id: string;
          slug: string;
          displayName: string;
          state: string;
          decisionReason: string | null;
          createdAt: string;
        } | null;
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
  >("/me/organization-request", {
    ...opts,
  });
}
/**
 * Ask the platform's staff for an organization, where they decide
 */
export function requestOrganization(
  body: {
    displayName: string;
    slug: string;
    reason: string;
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
    "/me/organization-request",
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
 * Take one's own request back
 */
export function withdrawOrganizationRequest(
  request: string,
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
  >(`/me/organization-request/${encodeURIComponent(request)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
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
 * Change the name, the contact or the policy for API keys of an organization
 */
export function updateOrganization(
  org: string,
  body: {
    displayName?: string;
    contactEmail?: string;
    keyMaxDays?: number;
    revokeLeakedKeys?: boolean;
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
 * Give an organization another tier
 */
export function setOrganizationTier(
  organization: string,
  body: {
    tier: "small" | "standard" | "large";
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
    `/platform/organizations/${encodeURIComponent(organization)}/tier`,
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
 * Projects that the caller may see, by name
 */
export function listProjects(
  {
    organization,
    limit,
    after,
    phase,
    kind,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    phase?: "Pending" | "Provisioning" | "Ready" | "Degraded" | "Suspended" | "Deleting";
    kind?: "shared" | "personal";
    q?: string;
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
        phase,
        kind,
        q,
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
    egressMode?: "none" | "gateways" | "internet";
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
 * Make the caller's own project, where the platform lets members have one
 */
export function createPersonalProject(
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
    `/personal-project${QS.query(
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
    tier?: "small" | "standard" | "large";
    egressMode?: "none" | "gateways" | "internet";
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
 * The objects of a project in the cluster, in the order they are made
 */
export function listProjectObjects(
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
        data: {
          items: ProjectObject[];
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
    `/projects/${encodeURIComponent(project)}/objects${QS.query(
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
 * What was changed in the cluster past Portico, newest first
 */
export function listDrift(
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
          items: Drift[];
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
    `/projects/${encodeURIComponent(project)}/drift${QS.query(
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
 * One person of the organization
 */
export function getMember(
  user: string,
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
        data: Member;
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
    `/members/${encodeURIComponent(user)}${QS.query(
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
        status: 200;
        data: {
          services: {
            id: string;
            name: string;
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
 * Leave an organization and all its projects
 */
export function leaveOrganization(
  org: string,
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
  >(`/organizations/${encodeURIComponent(org)}/leave`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Give up one's own role in a project
 */
export function leaveProject(
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
    `/projects/${encodeURIComponent(project)}/leave${QS.query(
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
    until?: string | null;
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
            until: string | null;
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
 * One invitation with its link
 */
export function getInvitation(
  invitation: string,
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
        data: InvitationWithLink;
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
    `/invitations/${encodeURIComponent(invitation)}${QS.query(
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
 * Invitations to the caller's verified address that are open, newest first
 */
export function listOwnInvitations(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: OwnInvitation[];
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
  >("/me/invitations", {
    ...opts,
  });
}
/**
 * Follow an invitation to the caller's verified address
 */
export function acceptInvitation(
  invitation: string,
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
  >(`/me/invitations/${encodeURIComponent(invitation)}/accept`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
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
 * Who waits to be let in, the longest first
 */
export function listJoinRequests(
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
          items: JoinRequest[];
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
    `/join-requests${QS.query(
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
 * Let somebody in who asked, or say why not
 */
export function decideJoinRequest(
  request: string,
  body: {
    decision: "approve" | "decline";
    role?: "owner" | "admin" | "member" | "billing";
    reason?: string | null;
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
    `/join-requests/${encodeURIComponent(request)}/decision${QS.query(
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
 * Organizations that the caller's verified address lets them join, or ask to
 */
export function listOpenings(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Opening[];
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
  >("/me/openings", {
    ...opts,
  });
}
/**
 * Join an organization that takes everybody of the caller's verified domain
 */
export function joinByDomain(
  organization: string,
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
  >(`/me/openings/${encodeURIComponent(organization)}/join`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Ask an organization of the caller's verified domain to be let in
 */
export function askToJoin(
  organization: string,
  body: {
    message?: string | null;
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
    `/me/openings/${encodeURIComponent(organization)}/request`,
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
 * Take one's own question back
 */
export function withdrawJoinRequest(
  organization: string,
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
  >(`/me/openings/${encodeURIComponent(organization)}/request`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Sessions of a project, or of all that the caller may see, newest first
 */
export function listSessions(
  {
    organization,
    limit,
    after,
    state,
    q,
    agent,
    model,
    user,
    label,
    $from,
    to,
    project,
    mine,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    state?: "queued" | "running" | "succeeded" | "failed" | "stopped";
    q?: string;
    agent?: string;
    model?: string;
    user?: string;
    label?: string;
    $from?: string;
    to?: string;
    project?: string;
    mine?: "true" | "false";
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
        state,
        q,
        agent,
        model,
        user,
        label,
        from: $from,
        to,
        project,
        mine,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Stop the sessions of a project that fit the filters
 */
export function stopSessions(
  project: string,
  {
    organization,
    state,
    q,
    agent,
    model,
    user,
    label,
    $from,
    to,
    idempotencyKey,
  }: {
    organization?: string;
    state?: "queued" | "running" | "succeeded" | "failed" | "stopped";
    q?: string;
    agent?: string;
    model?: string;
    user?: string;
    label?: string;
    $from?: string;
    to?: string;
    idempotencyKey?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 202;
        data: {
          stopped: number;
          more: boolean;
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
    `/sessions${QS.query(
      QS.explode({
        organization,
        state,
        q,
        agent,
        model,
        user,
        label,
        from: $from,
        to,
        project,
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
 * Start a session
 */
export function launchSession(
  body: {
    title?: string;
    prompt: string;
    websiteUrl?: string;
    model: string;
    /** The credential that opens the model. */
    credentialId: string;
    /** Further credentials that the session is given. */
    credentialIds?: string[];
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
 * Keep a credential, or put it in the place of another
 */
export function addCredential(
  body: {
    kind:
      | "anthropic"
      | "openai"
      | "azure-openai"
      | "gemini"
      | "vertex-ai"
      | "bedrock"
      | "openai-compatible"
      | "jira"
      | "github"
      | "gitlab"
      | "registry"
      | "generic";
    name: string;
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
    /** The secret parts by name, such as `api-key`. They are not in any answer. */
    values?: {
      [key: string]: string;
    };
    expiresAt?: string | null;
    /** The one whose place it takes, of the same kind and name; null for a new one. */
    replaces?: string | null;
    /** `outside.at` of the one whose place it takes, where its value was changed past Portico. */
    seenOutside?: string | null;
    /** Name of the project. */
    project: string;
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
    `/credentials${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * One credential with its last test, without its value
 */
export function getCredential(
  credential: string,
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
        data: CredentialWithTest;
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
    `/credentials/${encodeURIComponent(credential)}${QS.query(
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
 * Take a credential out of the project's Secret and forget it
 */
export function removeCredential(
  credential: string,
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
    `/credentials/${encodeURIComponent(credential)}${QS.query(
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
 * Sessions that were given a credential, newest first
 */
export function listCredentialSessions(
  credential: string,
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
          items: CredentialSession[];
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
    `/credentials/${encodeURIComponent(credential)}/sessions${QS.query(
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
 * Change what is not secret of a credential
 */
export function configureCredential(
  credential: string,
  body: {
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
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
    `/credentials/${encodeURIComponent(credential)}/settings${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Say when a credential ends
 */
export function setCredentialExpiry(
  credential: string,
  body: {
    expiresAt: string | null;
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
    `/credentials/${encodeURIComponent(credential)}/expiry${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Ask for a test of a credential that is kept
 */
export function retestCredential(
  credential: string,
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
        data: {
          testId: string;
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
    `/credentials/${encodeURIComponent(credential)}/test${QS.query(
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
 * Switch a credential off: no session that begins from then on is given it
 */
export function disableCredential(
  credential: string,
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
    `/credentials/${encodeURIComponent(credential)}/disable${QS.query(
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
 * Switch a credential on again
 */
export function enableCredential(
  credential: string,
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
    `/credentials/${encodeURIComponent(credential)}/enable${QS.query(
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
 * Take what was written into the Secret past Portico for a credential's value
 */
export function keepOutsideCredential(
  credential: string,
  body: {
    seenOutside: string;
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
    `/credentials/${encodeURIComponent(credential)}/keep${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Changes of credentials that were cut off, of which it is not known whether the Secret has them
 */
export function listCredentialChanges(
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
        data: {
          items: CredentialChange[];
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
    `/credential-changes${QS.query(
      QS.explode({
        organization,
        project,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Find out what became of a change that was cut off, and end it by that
 */
export function settleCredentialChange(
  change: string,
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
        status: 200;
        data: {
          happened: boolean;
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
    `/credential-changes/${encodeURIComponent(change)}/settle${QS.query(
      QS.explode({
        organization,
        project,
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
 * Test a credential without keeping it
 */
export function testCredential(
  body: {
    kind:
      | "anthropic"
      | "openai"
      | "azure-openai"
      | "gemini"
      | "vertex-ai"
      | "bedrock"
      | "openai-compatible"
      | "jira"
      | "github"
      | "gitlab"
      | "registry"
      | "generic";
    name: string;
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
    /** The secret parts by name, such as `api-key`. They are not in any answer. */
    values?: {
      [key: string]: string;
    };
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
 * Credentials that a project has from its organization, by name
 */
export function listSharedCredentials(
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
        data: {
          items: SharedCredential[];
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
    `/shared-credentials${QS.query(
      QS.explode({
        organization,
        project,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Credentials of the organization by name, without their values
 */
export function listOrganizationCredentials(
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
          items: OrganizationCredential[];
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
    `/organization-credentials${QS.query(
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
 * Keep a credential of the organization, or put it in the place of another
 */
export function addOrganizationCredential(
  body: {
    kind:
      | "anthropic"
      | "openai"
      | "azure-openai"
      | "gemini"
      | "vertex-ai"
      | "bedrock"
      | "openai-compatible"
      | "jira"
      | "github"
      | "gitlab"
      | "registry"
      | "generic";
    name: string;
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
    /** The secret parts by name, such as `api-key`. They are not in any answer. */
    values?: {
      [key: string]: string;
    };
    expiresAt?: string | null;
    /** The one whose place it takes, of the same kind and name; null for a new one. */
    replaces?: string | null;
    /** `outside.at` of the one whose place it takes, where its value was changed past Portico. */
    seenOutside?: string | null;
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
    `/organization-credentials${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Test a credential for the organization without keeping it
 */
export function testOrganizationCredential(
  body: {
    kind:
      | "anthropic"
      | "openai"
      | "azure-openai"
      | "gemini"
      | "vertex-ai"
      | "bedrock"
      | "openai-compatible"
      | "jira"
      | "github"
      | "gitlab"
      | "registry"
      | "generic";
    name: string;
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
    /** The secret parts by name, such as `api-key`. They are not in any answer. */
    values?: {
      [key: string]: string;
    };
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
    `/organization-credentials/test${QS.query(
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
 * Take a credential from the organization and from every project that has it
 */
export function removeOrganizationCredential(
  credential: string,
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
    `/organization-credentials/${encodeURIComponent(credential)}${QS.query(
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
 * Test a credential of the organization with the value that it has
 */
export function retestOrganizationCredential(
  credential: string,
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
        data: {
          testId: string;
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
    `/organization-credentials/${encodeURIComponent(credential)}/test${QS.query(
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
 * Switch a credential off in every project that has it
 */
export function disableOrganizationCredential(
  credential: string,
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
    `/organization-credentials/${encodeURIComponent(credential)}/disable${QS.query(
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
 * Switch a credential on again
 */
export function enableOrganizationCredential(
  credential: string,
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
    `/organization-credentials/${encodeURIComponent(credential)}/enable${QS.query(
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
 * Change what is not secret of a credential of the organization
 */
export function configureOrganizationCredential(
  credential: string,
  body: {
    /** What is not secret, as the kind has it: addresses, names, switches. */
    settings?: {
      [key: string]: string | boolean;
    };
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
    `/organization-credentials/${encodeURIComponent(credential)}/settings${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Say when a credential of the organization ends
 */
export function setOrganizationCredentialExpiry(
  credential: string,
  body: {
    expiresAt: string | null;
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
    `/organization-credentials/${encodeURIComponent(credential)}/expiry${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Take what was written into the organization's Secret past Portico for a credential's value
 */
export function keepOutsideOrganizationCredential(
  credential: string,
  body: {
    seenOutside: string;
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
    `/organization-credentials/${encodeURIComponent(credential)}/keep${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Sessions of any project that were given a credential of the organization, newest first
 */
export function listOrganizationCredentialSessions(
  credential: string,
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
          items: OrganizationCredentialSession[];
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
    `/organization-credentials/${encodeURIComponent(credential)}/sessions${QS.query(
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
 * Changes of the organization's credentials that were cut off, of which it is not known whether the Secret has them
 */
export function listOrganizationCredentialChanges(
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
        data: {
          items: {
            id: string;
            name: string;
            askedBy: string;
            askedAt: string;
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
    `/organization-credential-changes${QS.query(
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
 * Find out what became of a change that was cut off, and end it by that
 */
export function settleOrganizationCredentialChange(
  change: string,
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
          happened: boolean;
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
    `/organization-credential-changes/${encodeURIComponent(change)}/settle${QS.query(
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
 * Which projects have which of the organization's credentials
 */
export function listCredentialBindings(
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
          items: CredentialBinding[];
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
    `/credential-bindings${QS.query(
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
 * Give projects credentials of the organization, and take others from them
 */
export function changeCredentialBindings(
  body: {
    bind?: {
      credentialId: string;
      projectId: string;
    }[];
    unbind?: {
      credentialId: string;
      projectId: string;
    }[];
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
          bound: number;
          unbound: number;
          holding: {
            credential: string;
            project: string;
            session: string;
            title: string;
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
    `/credential-bindings${QS.query(
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
 * Stores that a project's credentials may be fetched from
 */
export function listCredentialStores(
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
        data: {
          items: CredentialStore[];
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
    `/credential-stores${QS.query(
      QS.explode({
        organization,
        project,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Have a credential's value fetched from a store
 */
export function addCredentialReference(
  body: {
    settings?: {
      [key: string]: unknown;
    };
    store: string;
    refreshSeconds?: number;
    parts: {
      [key: string]: {
        remoteKey?: string;
        property?: string;
      };
    };
    kind: string;
    name: string;
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
    `/credential-references${QS.query(
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
 * Where a credential's value is fetched from, and how that goes
 */
export function getCredentialReference(
  credential: string,
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
        data: CredentialReference;
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
    `/credential-references/${encodeURIComponent(credential)}${QS.query(
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
 * Have a credential's value fetched from elsewhere, and change its settings
 */
export function changeCredentialReference(
  credential: string,
  body: {
    settings?: {
      [key: string]: unknown;
    };
    store: string;
    refreshSeconds?: number;
    parts: {
      [key: string]: {
        remoteKey?: string;
        property?: string;
      };
    };
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
    `/credential-references/${encodeURIComponent(credential)}${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * Stores that the organization's credentials may be fetched from
 */
export function listOrganizationCredentialStores(
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
        data: {
          items: CredentialStore[];
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
    `/organization-credential-stores${QS.query(
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
 * Have the value of a credential of the organization fetched from a store
 */
export function addOrganizationCredentialReference(
  body: {
    settings?: {
      [key: string]: unknown;
    };
    store: string;
    refreshSeconds?: number;
    parts: {
      [key: string]: {
        remoteKey?: string;
        property?: string;
      };
    };
    kind: string;
    name: string;
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
    `/organization-credential-references${QS.query(
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
 * Where the value of a credential of the organization is fetched from, and how that goes
 */
export function getOrganizationCredentialReference(
  credential: string,
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
        data: CredentialReference;
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
    `/organization-credential-references/${encodeURIComponent(credential)}${QS.query(
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
 * Have the value of a credential of the organization fetched from elsewhere, and change its settings
 */
export function changeOrganizationCredentialReference(
  credential: string,
  body: {
    settings?: {
      [key: string]: unknown;
    };
    store: string;
    refreshSeconds?: number;
    parts: {
      [key: string]: {
        remoteKey?: string;
        property?: string;
      };
    };
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
    `/organization-credential-references/${encodeURIComponent(credential)}${QS.query(
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
        "If-Match": ifMatch,
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
 * Issuers that members sign in with, and the groups that they carry
 */
export function listKnownGroups(
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
        data: {
          items: {
            issuer: string;
            groups: string[];
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
    `/groups/known${QS.query(
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
 * Whom a group would reach if it brought a role now
 */
export function previewGroup(
  issuer: string,
  groupName: string,
  role: "admin" | "member" | "billing" | "editor" | "viewer",
  {
    organization,
    projectId,
  }: {
    organization?: string;
    projectId?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          add: {
            userId: string;
            displayName: string;
          }[];
          remove: {
            userId: string;
            displayName: string;
          }[];
          /** Who would hold another role in its place. */
          change: {
            userId: string;
            displayName: string;
          }[];
          keep: number;
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
    `/groups/preview${QS.query(
      QS.explode({
        organization,
        issuer,
        groupName,
        role,
        projectId,
      }),
    )}`,
    {
      ...opts,
    },
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
    | "keys:own"
    | "organization:update"
    | "organization:export"
    | "projects:read-all"
    | "members:manage"
    | "invitations:manage"
    | "requests:decide"
    | "domains:manage"
    | "groups:manage"
    | "keys:manage"
    | "organization-credentials:manage"
    | "organization-usage:read"
    | "access:read"
    | "audit:read"
    | "audit:export"
    | "organization:transfer"
    | "organization:delete",
  {
    organization,
    limit,
    after,
    who,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    who?: "can" | "all";
    q?: string;
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
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What somebody may do in the organization, and why
 */
export function getSubjectAccess(
  subject: string,
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
        data: SubjectAccess;
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
    `/access/by-subject${QS.query(
      QS.explode({
        organization,
        subject,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What everybody may do with one kind of thing in the organization
 */
export function listResourceAccess(
  resource:
    | "organization"
    | "projects"
    | "members"
    | "keys"
    | "invitations"
    | "requests"
    | "domains"
    | "groups"
    | "organization-credentials"
    | "organization-usage"
    | "access"
    | "audit",
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
          items: AccessActs[];
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
    `/access/by-resource${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        resource,
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
    | "usage:read"
    | "credentials:read"
    | "sessions:create"
    | "sessions:stop"
    | "models:call"
    | "project-keys:own"
    | "sessions:stop-any"
    | "credentials:manage"
    | "project:update"
    | "project:retry"
    | "project:archive"
    | "project:delete"
    | "project-access:read"
    | "project-audit:read"
    | "project-members:manage"
    | "project-keys:manage",
  {
    organization,
    limit,
    after,
    who,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    who?: "can" | "all";
    q?: string;
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
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What somebody may do in a project, and why
 */
export function getProjectSubjectAccess(
  project: string,
  subject: string,
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
        data: ProjectSubjectAccess;
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
    `/projects/${encodeURIComponent(project)}/access/by-subject${QS.query(
      QS.explode({
        organization,
        subject,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What everybody may do with one kind of thing in a project
 */
export function listProjectResourceAccess(
  project: string,
  resource:
    | "project"
    | "project-members"
    | "sessions"
    | "usage"
    | "credentials"
    | "models"
    | "project-keys"
    | "project-access"
    | "project-audit",
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
          items: ProjectAccessActs[];
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
    `/projects/${encodeURIComponent(project)}/access/by-resource${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        resource,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Where the cluster says otherwise than the portal
 */
export function getClusterAccess(
  project: string,
  {
    organization,
    limit,
    after,
    permission,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    permission?:
      | "project:read"
      | "project-members:read"
      | "sessions:read"
      | "usage:read"
      | "credentials:read"
      | "sessions:create"
      | "sessions:stop"
      | "models:call"
      | "project-keys:own"
      | "sessions:stop-any"
      | "credentials:manage"
      | "project:update"
      | "project:retry"
      | "project:archive"
      | "project:delete"
      | "project-access:read"
      | "project-audit:read"
      | "project-members:manage"
      | "project-keys:manage";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: ClusterAccess;
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
    `/projects/${encodeURIComponent(project)}/access/cluster${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        permission,
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
    who,
    action,
    outcome,
    via,
    project,
    $from,
    to,
    request,
    q,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    who?: string;
    action?: string;
    outcome?: "allowed" | "refused";
    via?: "screen" | "api" | "cluster" | "system";
    project?: string;
    $from?: string;
    to?: string;
    request?: string;
    q?: string;
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
        who,
        action,
        outcome,
        via,
        project,
        from: $from,
        to,
        request,
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * One event whole
 */
export function getAuditEvent(
  event: string,
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
        data: AuditEventWhole;
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
    `/audit/${encodeURIComponent(event)}${QS.query(
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
 * Changes and refusals everywhere, newest first
 */
export function listPlatformAuditEvents(
  {
    limit,
    after,
    who,
    action,
    outcome,
    via,
    project,
    $from,
    to,
    request,
    q,
  }: {
    limit?: number;
    after?: string;
    who?: string;
    action?: string;
    outcome?: "allowed" | "refused";
    via?: "screen" | "api" | "cluster" | "system";
    project?: string;
    $from?: string;
    to?: string;
    request?: string;
    q?: string;
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
    `/platform/audit${QS.query(
      QS.explode({
        limit,
        after,
        who,
        action,
        outcome,
        via,
        project,
        from: $from,
        to,
        request,
        q,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * One event of any log whole
 */
export function getPlatformAuditEvent(event: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: AuditEventWhole;
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
  >(`/platform/audit/${encodeURIComponent(event)}`, {
    ...opts,
  });
}
/**
 * Ask for events of the audit log as a file
 */
export function exportAudit(
  body: {
    format: "csv" | "ndjson";
    filter?: {
      /** The beginning of a name, or the id of a person or key. */
      who?: string;
      /** The beginning of an action, such as `members.`. */
      action?: string;
      outcome?: "allowed" | "refused";
      via?: "screen" | "api" | "cluster" | "system";
      /** Name of a project; in the platform's log, of an organization. */
      project?: string;
      /** First day, UTC. */
      from?: string;
      /** Last day, UTC. */
      to?: string;
      request?: string;
      /** Stands in the target, the reason or the name of who did it. */
      q?: string;
    };
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
        status: 202;
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
    `/exports/audit${QS.query(
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
 * Ask for everything the organization has as a file of JSON lines
 */
export function exportOrganization(
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
    `/exports/organization${QS.query(
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
 * Files of the organization, newest first
 */
export function listExports(
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
          items: Export[];
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
    `/exports${QS.query(
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
 * One file: how far it is
 */
export function getExport(
  $export: string,
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
        data: Export;
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
    `/exports/${encodeURIComponent($export)}${QS.query(
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
 * The file itself
 */
export function downloadExport(
  $export: string,
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
        data: string;
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
    `/exports/${encodeURIComponent($export)}/file${QS.query(
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
 * Ask for events of a project as a file
 */
export function exportProjectAudit(
  project: string,
  body: {
    format: "csv" | "ndjson";
    filter?: {
      /** The beginning of a name, or the id of a person or key. */
      who?: string;
      /** The beginning of an action, such as `members.`. */
      action?: string;
      outcome?: "allowed" | "refused";
      via?: "screen" | "api" | "cluster" | "system";
      /** Name of a project; in the platform's log, of an organization. */
      project?: string;
      /** First day, UTC. */
      from?: string;
      /** Last day, UTC. */
      to?: string;
      request?: string;
      /** Stands in the target, the reason or the name of who did it. */
      q?: string;
    };
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
        status: 202;
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
    `/projects/${encodeURIComponent(project)}/exports${QS.query(
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
 * Files of a project's events, newest first
 */
export function listProjectExports(
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
          items: Export[];
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
    `/projects/${encodeURIComponent(project)}/exports${QS.query(
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
 * The file itself
 */
export function downloadProjectExport(
  project: string,
  $export: string,
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
        data: string;
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
    `/projects/${encodeURIComponent(project)}/exports/${encodeURIComponent($export)}/file${QS.query(
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
 * Ask for events of every log as a file
 */
export function exportPlatformAudit(
  body: {
    format: "csv" | "ndjson";
    filter?: {
      /** The beginning of a name, or the id of a person or key. */
      who?: string;
      /** The beginning of an action, such as `members.`. */
      action?: string;
      outcome?: "allowed" | "refused";
      via?: "screen" | "api" | "cluster" | "system";
      /** Name of a project; in the platform's log, of an organization. */
      project?: string;
      /** First day, UTC. */
      from?: string;
      /** Last day, UTC. */
      to?: string;
      request?: string;
      /** Stands in the target, the reason or the name of who did it. */
      q?: string;
    };
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
        status: 202;
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
    "/platform/exports",
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
 * Files of every log's events, newest first
 */
export function listPlatformExports(
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
          items: Export[];
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
    `/platform/exports${QS.query(
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
 * The file itself
 */
export function downloadPlatformExport($export: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: string;
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
  >(`/platform/exports/${encodeURIComponent($export)}/file`, {
    ...opts,
  });
}
/**
 * Keys of the organization, newest first
 */
export function listKeys(
  {
    organization,
    limit,
    after,
    owner,
    project,
    kind,
    state,
    prefix,
  }: {
    organization?: string;
    limit?: number;
    after?: string;
    owner?: string;
    project?: string;
    kind?: "personal" | "project" | "service";
    state?: "active" | "ending" | "disabled" | "expired" | "revoked";
    prefix?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Key[];
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
    `/keys${QS.query(
      QS.explode({
        organization,
        limit,
        after,
        owner,
        project,
        kind,
        state,
        prefix,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Make a key
 */
export function createKey(
  body: {
    kind: "personal" | "project" | "service";
    name: string;
    scopes: (
      | "organization:read"
      | "organization:write"
      | "projects:read"
      | "projects:write"
      | "members:read"
      | "members:write"
      | "sessions:read"
      | "sessions:write"
      | "credentials:read"
      | "credentials:write"
      | "keys:read"
      | "keys:write"
      | "usage:read"
      | "models:call"
    )[];
    /** When it ends, such as 2026-12-31T23:59:59+05:30. */
    expiresAt: string;
    organizationRole?: ("admin" | "member" | "billing") | null;
    project?: string | null;
    projectRole?: ("admin" | "editor" | "viewer") | null;
    models?: string[];
    routes?: string[];
    addresses?: string[];
    limits?: {
      requestsPerMinute?: number | null;
      tokensPerMinute?: number | null;
      tokensPerMonth?: number | null;
      costPerMonth?: number | null;
    };
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
          key: string;
          kind: "personal" | "project" | "service" | "platform";
          name: string;
          prefix: string;
          lastFour: string;
          scopes: (
            | "organization:read"
            | "organization:write"
            | "projects:read"
            | "projects:write"
            | "members:read"
            | "members:write"
            | "sessions:read"
            | "sessions:write"
            | "credentials:read"
            | "credentials:write"
            | "keys:read"
            | "keys:write"
            | "usage:read"
            | "models:call"
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
    `/keys${QS.query(
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
 * One key and what it was used for, without its secret
 */
export function getKey(
  key: string,
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
        data: KeyWithUsage;
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
    `/keys/${encodeURIComponent(key)}${QS.query(
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
 * Change a key's name, limits, models, routes or addresses
 */
export function updateKey(
  key: string,
  body: {
    name?: string;
    models?: string[];
    routes?: string[];
    addresses?: string[];
    limits?: {
      requestsPerMinute?: number | null;
      tokensPerMinute?: number | null;
      tokensPerMonth?: number | null;
      costPerMonth?: number | null;
    };
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
    `/keys/${encodeURIComponent(key)}${QS.query(
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
 * End a key for good
 */
export function revokeKey(
  key: string,
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
    `/keys/${encodeURIComponent(key)}${QS.query(
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
 * The caller's own keys of every organization and of the platform, newest first
 */
export function listOwnKeys(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: OwnKey[];
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
  >("/me/keys", {
    ...opts,
  });
}
/**
 * End one of the caller's own keys, whatever became of its organization
 */
export function revokeOwnKey(
  key: string,
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
  >(`/me/keys/${encodeURIComponent(key)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Give a key a new secret
 */
export function rotateKey(
  key: string,
  body: {
    overlap: "now" | "1h" | "24h" | "7d";
    /** Gives the key a new end, such as 2026-12-31T23:59:59Z. With a key it is left out. */
    expiresAt?: string;
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
          id: string;
          key: string;
          prefix: string;
          lastFour: string;
          expiresAt: string;
          version: number;
          before: {
            prefix: string;
            lastFour: string;
            endsAt: string | null;
          };
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
    `/keys/${encodeURIComponent(key)}/rotate${QS.query(
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
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * End the secret from before a key's last rotation now
 */
export function endKeyOverlap(
  key: string,
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
    `/keys/${encodeURIComponent(key)}/overlap${QS.query(
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
 * Refuse a key until it is enabled again
 */
export function disableKey(
  key: string,
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
    `/keys/${encodeURIComponent(key)}/disable${QS.query(
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
 * Let a disabled key be used again
 */
export function enableKey(
  key: string,
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
    `/keys/${encodeURIComponent(key)}/enable${QS.query(
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
 * The keys that a revocation by these conditions would end now
 */
export function previewKeyRevocation(
  {
    organization,
    owner,
    project,
    kind,
    unusedDays,
    madeBefore,
    prefixes,
  }: {
    organization?: string;
    owner?: string;
    project?: string;
    kind?: "personal" | "project" | "service";
    unusedDays?: number;
    madeBefore?: string;
    prefixes?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Key[];
          /** Whether there are more than are listed. */
          more: boolean;
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
    `/key-revocations${QS.query(
      QS.explode({
        organization,
        owner,
        project,
        kind,
        unusedDays,
        madeBefore,
        prefixes,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * End many keys: those of a list that the conditions still fit
 */
export function revokeKeys(
  body: {
    ids: string[];
    filter: {
      owner?: string;
      project?: string;
      kind?: "personal" | "project" | "service";
      unusedDays?: number;
      /** Moment, such as 2026-11-01T00:00:00Z. */
      madeBefore?: string;
      prefixes?: string[];
    };
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
          revoked: {
            id: string;
            name: string;
          }[];
          skipped: {
            id: string;
            why: "revoked" | "expired" | "differs" | "gone";
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
    `/key-revocations${QS.query(
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
 * Make a token of a few minutes for gateways that verify by themselves
 */
export function issueToken(
  body: {
    /** Name of the project that the calls count for. Left out, it is the key's own. */
    project?: string;
    /** One of PORTICO_TOKEN_AUDIENCES; left out, the first of them. */
    audience?: string;
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
        data: IssuedToken;
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
    `/keys/token${QS.query(
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
 * What a project used, by day, key or model
 */
export function getUsage(
  project: string,
  {
    organization,
    $from,
    to,
    group,
  }: {
    organization?: string;
    $from?: string;
    to?: string;
    group?: "day" | "key" | "model";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          from: string;
          to: string;
          rows: {
            requests: number;
            failures: number;
            promptTokens: number;
            completionTokens: number;
            /** US dollars. */
            cost: number;
            id: string;
            name: string;
          }[];
          total: {
            requests: number;
            failures: number;
            promptTokens: number;
            completionTokens: number;
            /** US dollars. */
            cost: number;
          };
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
    `/usage${QS.query(
      QS.explode({
        organization,
        project,
        from: $from,
        to,
        group,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What all projects of an organization used, by day, key, model or project
 */
export function getOrganizationUsage(
  {
    organization,
    $from,
    to,
    group,
  }: {
    organization?: string;
    $from?: string;
    to?: string;
    group?: "day" | "key" | "model" | "project";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          from: string;
          to: string;
          rows: {
            requests: number;
            failures: number;
            promptTokens: number;
            completionTokens: number;
            /** US dollars. */
            cost: number;
            id: string;
            name: string;
          }[];
          total: {
            requests: number;
            failures: number;
            promptTokens: number;
            completionTokens: number;
            /** US dollars. */
            cost: number;
          };
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
    `/organization-usage${QS.query(
      QS.explode({
        organization,
        from: $from,
        to,
        group,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * One of the caller's own keys of the platform, without its secret
 */
export function getPlatformKey(key: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Key;
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
  >(`/platform/keys/${encodeURIComponent(key)}`, {
    ...opts,
  });
}
/**
 * Change the name or the addresses of one of the caller's own keys of the platform
 */
export function updatePlatformKey(
  key: string,
  body: {
    name?: string;
    addresses?: string[];
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
    `/platform/keys/${encodeURIComponent(key)}`,
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
 * End one of the caller's own keys of the platform
 */
export function revokePlatformKey(
  key: string,
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
  >(`/platform/keys/${encodeURIComponent(key)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Give one of the caller's own keys of the platform a new secret
 */
export function rotatePlatformKey(
  key: string,
  body: {
    overlap: "now" | "1h" | "24h" | "7d";
    /** Gives the key a new end, such as 2026-12-31T23:59:59Z. With a key it is left out. */
    expiresAt?: string;
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
          id: string;
          key: string;
          prefix: string;
          lastFour: string;
          expiresAt: string;
          version: number;
          before: {
            prefix: string;
            lastFour: string;
            endsAt: string | null;
          };
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
    `/platform/keys/${encodeURIComponent(key)}/rotate`,
    oazapfts.json({
      ...opts,
      method: "POST",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
        "If-Match": ifMatch,
      }),
    }),
  );
}
/**
 * End the secret from before the last rotation of one of the caller's own keys of the platform now
 */
export function endPlatformKeyOverlap(
  key: string,
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
  >(`/platform/keys/${encodeURIComponent(key)}/overlap`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Refuse one of the caller's own keys of the platform until it is enabled again
 */
export function disablePlatformKey(
  key: string,
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
  >(`/platform/keys/${encodeURIComponent(key)}/disable`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Let one of the caller's own keys of the platform be used again
 */
export function enablePlatformKey(
  key: string,
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
  >(`/platform/keys/${encodeURIComponent(key)}/enable`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Every organization, newest first
 */
export function listAllOrganizations(
  {
    limit,
    after,
    q,
    state,
    tier,
  }: {
    limit?: number;
    after?: string;
    q?: string;
    state?: "active" | "suspended" | "deleting" | "deleted";
    tier?: "small" | "standard" | "large";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: PlatformOrganizationRow[];
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
    `/platform/organizations${QS.query(
      QS.explode({
        limit,
        after,
        q,
        state,
        tier,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * One organization, whoever it is of
 */
export function getAnyOrganization(organization: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: PlatformOrganization;
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
  >(`/platform/organizations/${encodeURIComponent(organization)}`, {
    ...opts,
  });
}
/**
 * Take an organization out of use
 */
export function suspendOrganization(
  organization: string,
  body: {
    reason: string;
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
    `/platform/organizations/${encodeURIComponent(organization)}/suspend`,
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
 * Give a suspended organization back
 */
export function resumeOrganization(
  organization: string,
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
  >(`/platform/organizations/${encodeURIComponent(organization)}/resume`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Requests for organizations that wait, the oldest first
 */
export function listOrganizationRequests(
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
          items: OrganizationRequest[];
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
    `/platform/requests${QS.query(
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
 * Make the organization that somebody asked for
 */
export function approveOrganization(
  request: string,
  body: {
    tier: "small" | "standard" | "large";
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
          organizationId: string;
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
    `/platform/requests/${encodeURIComponent(request)}/approve`,
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
 * Say no to somebody who asked for an organization
 */
export function declineOrganization(
  request: string,
  body: {
    reason: string;
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
    `/platform/requests/${encodeURIComponent(request)}/decline`,
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
 * Every person, newest first
 */
export function listUsers(
  {
    limit,
    after,
    q,
  }: {
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
          items: UserRow[];
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
    `/platform/users${QS.query(
      QS.explode({
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
 * One person, with the browsers that are signed in as them
 */
export function getUser(user: string, opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: User;
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
  >(`/platform/users/${encodeURIComponent(user)}`, {
    ...opts,
  });
}
/**
 * Shut somebody out of everything
 */
export function suspendUser(
  user: string,
  body: {
    reason: string;
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
    `/platform/users/${encodeURIComponent(user)}/suspend`,
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
 * Let somebody in again
 */
export function resumeUser(
  user: string,
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
  >(`/platform/users/${encodeURIComponent(user)}/resume`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Sign one browser of somebody's out
 */
export function signOutUser(
  user: string,
  signIn: string,
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
  >(`/platform/users/${encodeURIComponent(user)}/sign-ins/${encodeURIComponent(signIn)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * The platform in a few numbers
 */
export function getFigures(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Figures;
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
  >("/platform/figures", {
    ...opts,
  });
}
/**
 * Jobs of a state, newest first
 */
export function listJobs(
  {
    limit,
    after,
    state,
    kind,
  }: {
    limit?: number;
    after?: string;
    state?: "failed" | "retry" | "created" | "active";
    kind?: string;
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: Job[];
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
    `/platform/jobs${QS.query(
      QS.explode({
        limit,
        after,
        state,
        kind,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * Give a job that gave up another run
 */
export function retryJob(
  job: string,
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
  >(`/platform/jobs/${encodeURIComponent(job)}/retry`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Throw a job away that gave up
 */
export function discardJob(
  job: string,
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
  >(`/platform/jobs/${encodeURIComponent(job)}`, {
    ...opts,
    method: "DELETE",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * Give all jobs of a kind that gave up another run
 */
export function retryJobs(
  body: {
    kind: string;
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
        status: 200;
        data: {
          /** How many there were. */
          count: number;
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
    "/platform/jobs/retry",
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
 * Throw all jobs of a kind away that gave up
 */
export function discardJobs(
  body: {
    kind: string;
    reason: string;
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
        status: 200;
        data: {
          /** How many there were. */
          count: number;
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
    "/platform/jobs/discard",
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
 * Try again what the cluster refused, in any project
 */
export function retryAnyProject(
  project: string,
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
  >(`/platform/projects/${encodeURIComponent(project)}/retry`, {
    ...opts,
    method: "POST",
    headers: oazapfts.mergeHeaders(opts?.headers, {
      "Idempotency-Key": idempotencyKey,
    }),
  });
}
/**
 * What was changed in the cluster past Portico, in every project, newest first
 */
export function listAllDrift(
  {
    limit,
    after,
    state,
  }: {
    limit?: number;
    after?: string;
    state?: "repaired" | "repairing" | "refused";
  } = {},
  opts?: Oazapfts.RequestOpts,
) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: {
          items: PlatformDrift[];
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
    `/platform/drift${QS.query(
      QS.explode({
        limit,
        after,
        state,
      }),
    )}`,
    {
      ...opts,
    },
  );
}
/**
 * What holds for everybody
 */
export function getSettings(opts?: Oazapfts.RequestOpts) {
  return oazapfts.fetchJson<
    | {
        status: 200;
        data: Settings;
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
  >("/platform/settings", {
    ...opts,
  });
}
/**
 * Change what holds for everybody
 */
export function changeSettings(
  body: {
    organizationCreation?: "free" | "approval" | "off";
    defaultTier?: "small" | "standard" | "large";
    personalProjects?: boolean;
    personalNamespaceTemplate?: string;
    maxKeyDays?: number;
    auditDays?: number;
    graceDays?: number;
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
    "/platform/settings",
    oazapfts.json({
      ...opts,
      method: "PUT",
      body,
      headers: oazapfts.mergeHeaders(opts?.headers, {
        "Idempotency-Key": idempotencyKey,
        "If-Match": ifMatch,
      }),
    }),
  );
}
