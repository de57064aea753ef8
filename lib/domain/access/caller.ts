import type { Actor } from "#lib/domain/audit/mutations.ts";
import type { Viewer, Viewing } from "#lib/domain/identity/data.ts";
import type { OrganizationRole, ProjectRole, Scope } from "./permissions.ts";

/** Rights that somebody brings with them instead of memberships: a service key's. */
export type Grants = {
  organizationRole: OrganizationRole | null;
  projectRoles: ReadonlyMap<string, ProjectRole | "bot">;
};

/** A role that a group of the caller's brings, in an organization or one of its projects. */
export type GroupRole = { organizationId: string; slug: string; projectId: string | null; role: string };

/** Whoever asks for something, by whatever way. */
export type Caller = {
  kind: "person" | "key" | "jwt" | "kubernetes";
  /** The person that acts; null for a service. */
  userId: string | null;
  /** The person, or the service key: whose repeated requests are answered alike. */
  actorId: string;
  name: string;
  via: "screen" | "api";
  /** Where the request came from, as the proxy in front says. */
  address: string | null;
  keyId: string | null;
  /** When the secret of that key ends that it came with: one from before a rotation gives itself no successor. */
  secretEndsAt?: Date | null;
  /** Null for everything that the roles allow. */
  scopes: ReadonlySet<Scope> | null;
  /** The only organization it may act in; null for each one it belongs to. */
  organizationId: string | null;
  /** Null for a person, whose rights are their memberships as they are now. */
  grants: Grants | null;
  /** Of somebody whose token says their groups itself: these count then, and not those of the last sign-in. */
  groups?: readonly string[];
  /** What roles they bring, in the place of memberships by group. */
  groupRoles?: readonly GroupRole[];
  platformAdmin: boolean;
  /** When a person's provider last had them show who they are; none for a key. */
  confirmedAt?: Date | null;
  /** The browser that it came from; none for a key. */
  loginSessionId?: string;
  /** Who looks through this person's eyes. They change nothing. */
  viewing?: Viewing;
};

/** Somebody at a screen. */
export const callerOfViewer = (viewer: Viewer, address: string | null = null): Caller => ({
  kind: "person",
  userId: viewer.userId,
  actorId: viewer.userId,
  name: viewer.displayName,
  via: "screen",
  address,
  keyId: null,
  scopes: null,
  organizationId: viewer.viewing?.organizationId ?? null,
  grants: null,
  platformAdmin: viewer.platformAdmin,
  confirmedAt: viewer.confirmedAt,
  loginSessionId: viewer.loginSessionId,
  viewing: viewer.viewing,
});

/** Who the audit log says it was. */
export const actorOf = (caller: Caller): Actor => ({
  kind: caller.kind === "kubernetes" && caller.userId === null ? "bot" : caller.keyId ? "key" : "person",
  userId: caller.viewing?.actorUserId ?? caller.userId,
  asUserId: caller.viewing ? caller.userId : null,
  keyId: caller.keyId,
  name: caller.viewing?.actorName ?? caller.name,
  via: caller.via,
  address: caller.address,
});
