import { adminPolicy } from "#lib/domain/identity/data.ts";
import { isPlatformAdmin, isRecent } from "#lib/domain/identity/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { hashKey, isWellFormed } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Caller } from "./caller.ts";
import type { OrganizationRole, ProjectRole, Scope } from "./permissions.ts";

type KeyRow = {
  id: string;
  kind: "personal" | "project" | "service" | "platform";
  organization_id: string | null;
  user_id: string | null;
  name: string;
  scopes: Scope[];
  organization_role: OrganizationRole | null;
  project_id: string | null;
  project_role: ProjectRole | null;
  expires_at: Date;
  revoked_at: Date | null;
  disabled_at: Date | null;
  /** Whether the secret is one from before a rotation, and its time is over. */
  rotated: boolean;
  /** When the secret ends that it came with, if it is one from before a rotation. */
  secret_ends_at: Date | null;
  address_allowed: boolean;
  display_name: string;
  email: string | null;
  email_verified: boolean;
  groups: string[];
  suspended_at: Date | null;
  /** Who spoke for the person at their last sign-in, and when. */
  issuer: string | null;
  signed_in_at: Date | null;
};

/** The caller that a key of ours stands for, as its rights are now: one round trip, nothing kept. */
export async function callerOfKey(text: string, address: string | null): Promise<Outcome<Caller>> {
  if (!isWellFormed(text)) return refused("key_unknown");
  const [key] = await prisma().$queryRaw<
    KeyRow[]
  >`select * from portico_bearer(${hashKey(text)}, ${address})`;
  if (!key) return refused("key_unknown");
  if (key.revoked_at) return refused("key_revoked");
  if (key.expires_at <= new Date()) return refused("key_expired");
  if (key.disabled_at) return refused("key_disabled");
  if (key.rotated) return refused("key_rotated");
  if (key.suspended_at) return refused("account_suspended");
  if (!key.address_allowed) return refused("address_not_allowed");
  const recent = isRecent(key.signed_in_at, webEnv().PORTICO_GROUPS_HOURS);
  const { email, email_verified: emailVerified, issuer } = key;
  const user = { email, emailVerified, issuer, groups: recent ? key.groups : [] };
  return done({
    kind: "key",
    userId: key.user_id,
    actorId: key.user_id ?? key.id,
    name: key.user_id ? `${key.display_name} (${key.name})` : key.name,
    via: "api",
    address,
    keyId: key.id,
    secretEndsAt: key.secret_ends_at,
    scopes: new Set(key.scopes),
    organizationId: key.organization_id,
    grants: key.user_id ? null : grantsOf(key),
    // Of somebody who has not signed in for long no group speaks: only what was given by name counts.
    ...(key.kind === "personal" && !recent ? { groupRoles: [] } : {}),
    platformAdmin: key.kind === "platform" && isPlatformAdmin(user, adminPolicy()),
  });
}

const grantsOf = ({ organization_role, project_id, project_role }: KeyRow): Caller["grants"] => ({
  organizationRole: organization_role,
  projectRoles: new Map(project_id && project_role ? [[project_id, project_role]] : []),
});
