import { createHash } from "node:crypto";
import { adminPolicy } from "#lib/domain/identity/data.ts";
import { isPlatformAdmin, verifiedDomain } from "#lib/domain/identity/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import type { Caller, GroupRole } from "./caller.ts";
import type { Scope } from "./permissions.ts";

/** What a token that somebody else has issued says of its bearer. */
export type Claimed = {
  kind: "jwt" | "kubernetes";
  issuer: string;
  subject: string;
  name: string;
  groups: readonly string[];
  /** What the token may do at most; null for everything that its bearer may. */
  scopes: ReadonlySet<Scope> | null;
  /** Only if the issuer says that it has verified it. */
  email: string | null;
};

/** Always the same UUID for the same words: who acts, where nobody has a row. */
export function actorIdOf(...words: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(words)).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * The caller whom an issuer names: the person who has signed in as this subject, or somebody whom only their groups let in.
 * What roles groups bring is what the token says of them, not what the last sign-in said; like there, a mapping reaches who
 * is of the organization by name or has a verified address in a domain that it has verified. Refused for a person that is
 * suspended (`account_suspended`), and for who is neither (`unknown_subject`).
 */
export async function callerOfIdentity(claimed: Claimed, address: string | null): Promise<Outcome<Caller>> {
  const { kind, issuer, subject, groups, scopes } = claimed;
  return withPlatform(async (tx) => {
    const identity = await tx.identity.findUnique({
      where: { issuer_subject: { issuer, subject } },
      include: { user: true },
    });
    const user = identity?.user ?? null;
    if (user?.suspendedAt) return refused("account_suspended");
    const domain = verifiedDomain(user ?? { email: claimed.email, emailVerified: true });
    const groupRoles = await tx.$queryRaw<GroupRole[]>`
      select g.organization_id as "organizationId", o.slug, g.project_id as "projectId", g.role
      from group_mappings g join organizations o on o.id = g.organization_id and o.state = 'active'
      where g.issuer = ${issuer} and g.group_name = any(${[...groups]}::text[]) and (
        exists (select from memberships m where m.organization_id = g.organization_id and m.user_id = ${user?.id ?? null}::uuid
          and m.mapping_id is null and (m.expires_at is null or m.expires_at > now()))
        or exists (select from domains d where d.organization_id = g.organization_id and d.verified_at is not null
          and d.domain = ${domain}))`;
    if (!user && groupRoles.length === 0) return refused("unknown_subject");
    return done({
      kind,
      userId: user?.id ?? null,
      actorId: user?.id ?? actorIdOf(issuer, subject),
      name: user?.displayName ?? claimed.name,
      via: "api",
      address,
      keyId: null,
      scopes,
      organizationId: null,
      grants: null,
      groups,
      groupRoles,
      platformAdmin: user !== null && isPlatformAdmin({ ...user, issuer, groups }, adminPolicy()),
    });
  });
}
