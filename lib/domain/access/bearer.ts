import { findViewer } from "#lib/domain/identity/data.ts";
import { isPlatformAdmin } from "#lib/domain/identity/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { hashToken, isWellFormed } from "#lib/infra/crypto/token.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { isSameOrigin } from "#lib/infra/http/same-origin.ts";
import { type Caller, callerOfViewer } from "./caller.ts";
import type { OrganizationRole, ProjectRole, Scope } from "./permissions.ts";
import { loginToken } from "./viewer.ts";

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
};

/**
 * Who calls /api/v1: the bearer of a token, or, from our own pages, whoever is signed in. Refused with `no_credential`,
 * `token_unknown`, `token_expired` or `token_revoked`.
 */
export async function callerOf(request: Request, address: string | null): Promise<Outcome<Caller>> {
  const header = request.headers.get("authorization");
  if (header !== null) {
    const [, bearer] = /^Bearer +(\S+) *$/i.exec(header) ?? [];
    return bearer ? callerOfToken(bearer, address) : refused("no_credential");
  }
  // A cookie comes along with whatever a browser sends; only our own pages may make use of it here.
  const cookie = isSameOrigin(request.headers, webEnv().PORTICO_URL) ? await loginToken() : undefined;
  const viewer = cookie ? await findViewer(cookie) : null;
  return viewer ? done({ ...callerOfViewer(viewer, address), via: "api" }) : refused("no_credential");
}

/** The caller that a token of ours stands for, as its rights are now. */
export async function callerOfToken(text: string, address: string | null): Promise<Outcome<Caller>> {
  if (!isWellFormed(text)) return refused("token_unknown");
  return withPlatform(async (tx) => {
    const [token] = await tx.$queryRaw<
      TokenRow[]
    >`select * from portico_token(${hashToken(text)}, ${address})`;
    if (!token) return refused("token_unknown");
    if (token.revoked_at) return refused("token_revoked");
    if (token.expires_at <= new Date()) return refused("token_expired");
    const user = token.user_id && (await tx.user.findUnique({ where: { id: token.user_id } }));
    if (token.user_id && (!user || user.suspendedAt)) return refused("token_revoked");
    const { PORTICO_PLATFORM_ADMINS: emails, PORTICO_PLATFORM_ADMIN_GROUP: group } = webEnv();
    const admins = { emails, group };
    return done({
      kind: "token",
      userId: token.user_id,
      actorId: token.user_id ?? token.id,
      name: user ? `${user.displayName} (${token.name})` : token.name,
      via: "api",
      address,
      tokenId: token.id,
      scopes: new Set(token.scopes),
      organizationId: token.organization_id,
      grants: token.kind === "service" ? grantsOf(token) : null,
      platformAdmin: token.kind === "platform" && user ? isPlatformAdmin(user, admins) : false,
    });
  });
}

const grantsOf = ({ organization_role, project_id, project_role }: TokenRow): Caller["grants"] => ({
  organizationRole: organization_role,
  projectRoles: new Map(project_id && project_role ? [[project_id, project_role]] : []),
});
