import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import { MOST_SHARED } from "#lib/domain/clusters/contract/brought.ts";
import { MOST_SUBJECTS, type ProjectSpecInput, type Subject } from "#lib/domain/clusters/contract/project.ts";
import type { TenantSpecInput } from "#lib/domain/clusters/contract/tenant.ts";
import { externalSpecs, type FetchedRow } from "#lib/domain/stores/resource.ts";
import { isOffered, offeredStores, type StoreSetting } from "#lib/domain/stores/rules.ts";
import { resolved } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type Platform = {
  subjectPrefix: string;
  /** What the cluster's own authentication puts before the names of groups. */
  groupPrefix: string;
  /** The issuer that the cluster itself trusts; only its people have rights there. Undefined: nobody has. */
  subjectIssuer: string | undefined;
  gateways: NonNullable<NonNullable<ProjectSpecInput["egress"]>["gateways"]>;
  /** Stores that projects may have credentials fetched from. */
  stores: readonly StoreSetting[];
};

export type Resources = {
  tenant: { name: string; spec: TenantSpecInput };
  project: { name: string; spec: ProjectSpecInput; annotations: Record<string, string> };
};

type Row = {
  id: string;
  slug: string;
  namespace: string;
  displayName: string;
  tier: string;
  egressMode: string;
  podSecurity: "restricted" | "baseline";
  labels: Record<string, string>;
  archived: boolean;
  requestId: string;
  retryToken: string | null;
  organization: {
    id: string;
    slug: string;
    displayName: string;
    tier: string;
    contactEmail: string | null;
    suspended: boolean;
  };
  holders: Holding[];
  /** Primary keys of the organization's credentials that it has. */
  shared: string[];
  /** Its own whose values are fetched. */
  fetched: FetchedRow[];
};

/** A person by their subject at the cluster's issuer, or a group of it by its name. */
type Holding = { role: ProjectRole; kind: "User" | "Group"; name: string };

/** Longest name that a subject of a Project takes. */
const LONGEST_NAME = 320;

/** Everything in one statement: dispatch reads it twice for each project, and most of its time is round trips. */
async function read(tx: TenantTx, projectId: string, issuer: string | undefined): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    with whole as materialized (
      select g.id, g.role, g.group_name from group_mappings g
      where g.id in (select portico_whole_groups(${projectId}::uuid, ${issuer ?? null}, ${MOST_SUBJECTS}))
    )
    select p.id, p.slug, p.namespace, p.display_name as "displayName", p.tier, p.egress_mode as "egressMode",
      p.pod_security as "podSecurity", p.labels, p.archived_at is not null as archived,
      p.request_id as "requestId", p.retry_token as "retryToken",
      jsonb_build_object('id', o.id, 'slug', o.slug, 'displayName', o.display_name, 'tier', o.tier,
        'contactEmail', o.contact_email, 'suspended', o.state <> 'active') as organization,
      (select coalesce(jsonb_agg(distinct jsonb_build_object('kind', held.kind, 'name', held.name,
          -- What is archived can be looked at by all who could work in it, and nothing can be started.
          'role', case when p.archived_at is null then held.role else 'viewer' end)), '[]')
        from (
          -- Whom a group brings that is bound as a whole, that group speaks for, below.
          select case when m.project_id is null then 'admin' else m.role end as role, 'User' as kind, i.subject as name
          from memberships m
          join users u on u.id = m.user_id and u.suspended_at is null
          join identities i on i.user_id = u.id and i.issuer = ${issuer ?? null}
          where m.organization_id = p.organization_id and (m.expires_at is null or m.expires_at > now())
            and (m.project_id = p.id or (m.project_id is null and m.role in ('owner', 'admin')))
            and (m.mapping_id is null or m.mapping_id not in (select id from whole))
          union all
          select whole.role, 'Group', whole.group_name from whole
        ) held) as holders,
      (select coalesce(jsonb_agg(c.secret_key order by c.secret_key), '[]')
        from credential_bindings b join credentials c on c.id = b.credential_id where b.project_id = p.id) as shared,
      (select coalesce(jsonb_agg(jsonb_build_object('secretKey', c.secret_key, 'kind', c.kind, 'name', c.name, 'parts', c.parts,
          'settings', c.settings, 'disabled', c.disabled_at is not null, 'external', c.external) order by c.secret_key), '[]')
        from credentials c where c.project_id = p.id and c.source = 'external') as fetched
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
  const place = { organizationId: organization.id, projectId, organization, project };
  const stores = offeredStores(platform.stores, place);
  // What the platform no longer offers is no longer fetched, and its value goes.
  const fetched = externalSpecs(project.fetched.filter(({ external }) => isOffered(external, stores)));
  // Of more than a Project takes some are left out, as with subjects.
  const shared = project.shared.slice(0, MOST_SHARED);
  const { limits, egressMode, podSecurity } = resolved(project.tier, project);
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
        limits,
        subjects: subjectsOf(project.holders, platform),
        egress: { mode: egressMode, gateways: platform.gateways },
        podSecurity,
        // Left out where there are none: a resource of before has neither.
        ...(shared.length > 0 && { sharedCredentials: shared.map((name) => ({ name })) }),
        ...(fetched.length > 0 && { externalCredentials: fetched }),
        labels: project.labels,
        suspended: organization.suspended || project.archived,
      },
    },
  };
}

function subjectsOf(holders: Holding[], platform: Platform): Record<ProjectRole, Subject[]> {
  const prefixes = { User: platform.subjectPrefix, Group: platform.groupPrefix };
  const of = (role: ProjectRole): Subject[] =>
    holders
      .filter((holder) => holder.role === role)
      .map(({ kind, name }) => ({ kind, name: `${prefixes[kind]}${name}` }))
      // The Project takes neither, and would be refused as a whole.
      .filter(({ name }) => !name.startsWith("system:") && name.length <= LONGEST_NAME)
      .sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1))
      // Groups come first. Of more people than it takes some are left out: better than that nothing of the project is applied.
      .slice(0, MOST_SUBJECTS);
  return { admin: of("admin"), editor: of("editor"), viewer: of("viewer") };
}
