import { type UsableCredential, usableColumns } from "#lib/domain/credentials/data.ts";
import type { CredentialKindId } from "#lib/domain/credentials/kinds/index.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { hiddenBy } from "./rules.ts";
import type { Binding } from "./schema.ts";

/** A project as a column of the matrix. */
export type MatrixProject = {
  id: string;
  slug: string;
  displayName: string;
  archived: boolean;
  /** Keys of Secrets for which it has a credential of its own, which comes before the organization's. */
  own: string[];
};

/** So many columns a page has. */
const COLUMNS = 8;

/** A page of the organization's projects by name, and which of its credentials each of them has. */
export async function readMatrix(
  tx: TenantTx,
  organizationId: string,
  at: Keyset,
): Promise<{ projects: Page<MatrixProject>; bindings: Binding[] }> {
  const projects = await keysetPage(at, COLUMNS, async ({ edge, upwards, take }) => {
    const from =
      edge &&
      (await tx.project.findFirst({ where: { id: edge, organizationId }, select: { displayName: true } }));
    const side = upwards ? "lt" : "gt";
    const order = upwards ? "desc" : "asc";
    return tx.project.findMany({
      where: {
        organizationId,
        deletedAt: null,
        deletionRequestedAt: null,
        ...(from
          ? {
              OR: [
                { displayName: { [side]: from.displayName } },
                { displayName: from.displayName, id: { [side]: edge } },
              ],
            }
          : {}),
      },
      orderBy: [{ displayName: order }, { id: order }],
      take,
      select: {
        id: true,
        slug: true,
        displayName: true,
        archivedAt: true,
        credentials: { select: { secretKey: true } },
      },
    });
  });
  const ids = projects.rows.map(({ id }) => id);
  const bindings = await tx.credentialBinding.findMany({
    where: { organizationId, projectId: { in: ids } },
    select: { credentialId: true, projectId: true },
  });
  const rows = projects.rows.map(({ archivedAt, credentials, ...project }) => ({
    ...project,
    archived: archivedAt !== null,
    own: credentials.map(({ secretKey }) => secretKey),
  }));
  return { projects: { ...projects, rows }, bindings };
}

/** Every box that is ticked, by credential and project. */
export async function listBindings(tx: TenantTx, organizationId: string) {
  const rows = await tx.credentialBinding.findMany({
    where: { organizationId, project: { deletedAt: null } },
    orderBy: [{ credentialId: "asc" }, { projectId: "asc" }],
    select: {
      credentialId: true,
      projectId: true,
      credential: { select: { name: true } },
      project: { select: { slug: true } },
    },
  });
  return rows.map(({ credential, project, ...ids }) => ({
    ...ids,
    credential: credential.name,
    project: project.slug,
  }));
}

/** Who has a credential of the organization: how many projects, and the first of them by name. */
export type Bound = { count: number; names: string[] };

/** So many projects of one are named. */
const MOST_NAMED = 10;

/** Which projects have each of the organization's credentials, by its id; one that no project has is left out. */
export async function readBound(tx: TenantTx, organizationId: string): Promise<Map<string, Bound>> {
  const rows = await tx.$queryRaw<({ id: string } & Bound)[]>`
    select b.credential_id as id, count(*)::int as count,
      (array_agg(p.display_name order by p.display_name, p.id))[1:${MOST_NAMED}::int] as names
    from credential_bindings b join projects p on p.id = b.project_id
    where b.organization_id = ${organizationId}::uuid and p.deleted_at is null
    group by b.credential_id`;
  return new Map(rows.map(({ id, ...bound }) => [id, bound]));
}

/** The projects that have a credential of the organization, by their names in addresses. */
export async function listBound(tx: TenantTx, credentialId: string): Promise<string[]> {
  const rows = await tx.credentialBinding.findMany({
    where: { credentialId, project: { deletedAt: null } },
    orderBy: { project: { slug: "asc" } },
    select: { project: { select: { slug: true } } },
  });
  return rows.map(({ project }) => project.slug);
}

/** A credential of the organization that a project has. */
export type SharedCredential = UsableCredential & {
  /** The project has one of its own under this name, which is used instead. */
  hidden: boolean;
};

/** The organization's credentials that a project has, by name. */
export async function listShared(tx: TenantTx, projectId: string): Promise<SharedCredential[]> {
  const rows = await tx.credentialBinding.findMany({
    where: { projectId },
    orderBy: [{ credential: { name: "asc" } }, { credentialId: "asc" }],
    select: { credential: { select: usableColumns } },
  });
  const own = await tx.credential.findMany({ where: { projectId }, select: { secretKey: true } });
  const isHidden = hiddenBy(own);
  return rows.map(({ credential: { kind, ...credential } }) => ({
    ...credential,
    kind: kind as CredentialKindId,
    hidden: isHidden(credential),
  }));
}
