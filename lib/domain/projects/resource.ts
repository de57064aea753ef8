import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import type { ProjectSpecInput, Subject } from "#lib/domain/clusters/contract/project.ts";
import type { TenantSpecInput } from "#lib/domain/clusters/contract/tenant.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type Platform = {
  subjectPrefix: string;
  /** The issuer that the cluster itself trusts; only its people have rights there. Undefined: nobody has. */
  subjectIssuer: string | undefined;
  gateways: NonNullable<NonNullable<ProjectSpecInput["egress"]>["gateways"]>;
};

export type Resources = {
  tenant: { name: string; spec: TenantSpecInput };
  project: { name: string; spec: ProjectSpecInput; annotations: Record<string, string> };
};

type Row = {
  id: string;
  namespace: string;
  displayName: string;
  tier: string;
  egressMode: string;
  requestId: string;
  retryToken: string | null;
  organization: {
    slug: string;
    displayName: string;
    tier: string;
    contactEmail: string | null;
    suspended: boolean;
  };
  holders: { role: ProjectRole; subject: string }[];
};

/** Everything in one statement: dispatch reads it twice for each project, and most of its time is round trips. */
async function read(tx: TenantTx, projectId: string, issuer: string | undefined): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    select p.id, p.namespace, p.display_name as "displayName", p.tier, p.egress_mode as "egressMode",
      p.request_id as "requestId", p.retry_token as "retryToken",
      jsonb_build_object('slug', o.slug, 'displayName', o.display_name, 'tier', o.tier,
        'contactEmail', o.contact_email, 'suspended', o.state <> 'active') as organization,
      (select coalesce(jsonb_agg(jsonb_build_object('role', held.role, 'subject', held.subject)), '[]')
        from (
          select distinct case when m.project_id is null then 'admin' else m.role end as role, i.subject
          from memberships m
          join users u on u.id = m.user_id and u.suspended_at is null
          join identities i on i.user_id = u.id and i.issuer = ${issuer ?? null}
          where m.organization_id = p.organization_id and (m.expires_at is null or m.expires_at > now())
            and (m.project_id = p.id or (m.project_id is null and m.role in ('owner', 'admin')))
        ) held) as holders
    from projects p join organizations o on o.id = p.organization_id
    where p.id = ${projectId}::uuid and p.deletion_requested_at is null and p.deleted_at is null`;
  return row;
}

/**
 * What the cluster is asked for a project: resolved values, so that the controller needs neither tiers nor Postgres.
 * Null when the project is gone or going.
 */
export async function projectResources(
  tx: TenantTx,
  projectId: string,
  platform: Platform,
): Promise<Resources | null> {
  const project = await read(tx, projectId, platform.subjectIssuer);
  if (!project) return null;
  const { organization } = project;
  const holders = (role: ProjectRole): Subject[] =>
    project.holders
      .filter((holder) => holder.role === role)
      .map(({ subject }) => `${platform.subjectPrefix}${subject}`)
      .sort()
      .map((name) => ({ kind: "User", name }));
  const tier = tierOf(project.tier);
  return {
    tenant: {
      name: organization.slug,
      spec: {
        displayName: organization.displayName,
        tier: organization.tier,
        suspended: organization.suspended,
        ...(organization.contactEmail ? { contact: organization.contactEmail } : {}),
      },
    },
    project: {
      name: project.namespace,
      annotations: {
        "portico.dev/request-id": project.requestId,
        // A namespace's name may be given again: this tells which project a resource is of.
        "portico.dev/project-id": project.id,
        ...(project.retryToken ? { "portico.dev/retry": project.retryToken } : {}),
      },
      spec: {
        displayName: project.displayName,
        tenantRef: { name: organization.slug },
        namespace: project.namespace,
        limits: tier.limits,
        subjects: { admin: holders("admin"), editor: holders("editor"), viewer: holders("viewer") },
        egress: {
          mode: project.egressMode === "internet" && tier.internet ? "internet" : "gateways",
          gateways: platform.gateways,
        },
        podSecurity: "restricted",
        suspended: organization.suspended,
      },
    },
  };
}
