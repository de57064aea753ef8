import { adminPolicy } from "#lib/domain/identity/data.ts";
import { isPlatformAdmin, isRecent } from "#lib/domain/identity/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { hashToken, isWellFormed } from "#lib/infra/crypto/token.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Caller } from "./caller.ts";
import type { OrganizationRole, ProjectRole, Scope } from "./permissions.ts";

type TokenRow = {
  id: string;
  kind: "personal" | "service" | "platform";
  organization_id: string | null;
  user_id: string | null;
  name: string;
  scopes: Scope[];
  organization_role: OrganizationRole | null;
  project_id: string | null;
  project_role: ProjectRole | null;
  expires_at: Date;
  revoked_at: Date | null;
  display_name: string;
  email: string | null;
  email_verified: boolean;
  groups: string[];
  suspended_at: Date | null;
  /** Who spoke for the person at their last sign-in, and when. */
  issuer: string | null;
  signed_in_at: Date | null;
};

/** The caller that a token of ours stands for, as its rights are now: one round trip, nothing kept. */
export async function callerOfToken(text: string, address: string | null): Promise<Outcome<Caller>> {
  if (!isWellFormed(text)) return refused("token_unknown");
  const [token] = await prisma().$queryRaw<
    TokenRow[]
  >`select * from portico_bearer(${hashToken(text)}, ${address})`;
  if (!token) return refused("token_unknown");
  if (token.revoked_at) return refused("token_revoked");
  if (token.expires_at <= new Date()) return refused("token_expired");
  if (token.suspended_at) return refused("account_suspended");
  const recent = isRecent(token.signed_in_at, webEnv().PORTICO_GROUPS_HOURS);
  const { email, email_verified: emailVerified, issuer } = token;
  const user = { email, emailVerified, issuer, groups: recent ? token.groups : [] };
  return done({
    kind: "token",
    userId: token.user_id,
    actorId: token.user_id ?? token.id,
    name: token.user_id ? `${token.display_name} (${token.name})` : token.name,
    via: "api",
    address,
    tokenId: token.id,
    scopes: new Set(token.scopes),
    organizationId: token.organization_id,
    grants: token.kind === "service" ? grantsOf(token) : null,
    // Of somebody who has not signed in for long no group speaks: only what was given by name counts.
    ...(token.kind === "personal" && !recent ? { groupRoles: [] } : {}),
    platformAdmin: token.kind === "platform" && isPlatformAdmin(user, adminPolicy()),
  });
}

const grantsOf = ({ organization_role, project_id, project_role }: TokenRow): Caller["grants"] => ({
  organizationRole: organization_role,
  projectRoles: new Map(project_id && project_role ? [[project_id, project_role]] : []),
});
