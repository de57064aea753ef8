import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { closingExport } from "#lib/domain/exports/data.ts";
import { whyClosed } from "#lib/domain/organizations/data.ts";
import {
  type PlatformTx,
  type TenantTx,
  type UserTx,
  withPlatform,
  withTenant,
  withUser,
} from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { log } from "#lib/infra/log/index.ts";
import { callerOfViewer } from "./caller.ts";
import { enterTenant, noteRefusal, pageTarget } from "./mutations.ts";
import {
  can,
  nobody,
  type OrganizationPermission,
  type Permission,
  type PlatformPermission,
} from "./permissions.ts";
import { type ProjectScope, resolveProject, type TenantScope } from "./scope.ts";
import { requireViewer } from "./viewer.ts";

const path = async (): Promise<string> => (await headers()).get("x-portico-path") ?? "";
const requestIdOf = async (): Promise<string> => (await headers()).get("x-portico-request") ?? newRequestId();
const callerOf = async () => callerOfViewer(await requireViewer(), clientAddress(await headers()));

const tenantOf = cache(async (slug: string) => enterTenant(await callerOf(), slug, await path()));

/** Answers 403, and writes down that a page was asked for with a role too low. */
async function refusePage(
  scope: TenantScope & { projectId?: string },
  permission: Permission,
): Promise<never> {
  await noteRefusal(scope.caller, scope, {
    action: "pages.open",
    reason: "forbidden",
    requestId: await requestIdOf(),
    target: pageTarget(await path()),
    detail: { permission },
  });
  forbidden();
}

/** Answers 404, and leaves in the server's log what the page itself must not say: who asked, and for what. */
async function nothingHere(): Promise<never> {
  const { userId } = await requireViewer();
  log.info({ requestId: await requestIdOf(), userId, path: await path() }, "no such page for this person");
  notFound();
}

/** Leads members of an organization that is out of use, or those who owned one that is gone, to the page that says so. */
async function absent(organization: string): Promise<never> {
  const { userId } = await requireViewer();
  const closed = await withUser(userId, (tx) => whyClosed(tx, userId, organization));
  if (closed || (await closingExport(userId, organization, closed))) redirect(`/suspended/${organization}`);
  return nothingHere();
}

/**
 * Reads for a page of an organization: not found for strangers, forbidden for a role too low. With `null` it is enough to
 * belong to it, as those do who have a role in one of its projects only; what they may see is then `read`'s to choose.
 */
export async function readTenant<T>(
  organization: string,
  permission: OrganizationPermission | null,
  read: (context: { tx: TenantTx; scope: TenantScope }) => Promise<T>,
): Promise<{ scope: TenantScope; data: T }> {
  const scope = await tenantOf(organization);
  if (!scope) return absent(organization);
  if (permission && !can(scope.holder, permission)) return refusePage(scope, permission);
  return { scope, data: await withTenant(scope, (tx) => read({ tx, scope })) };
}

/** Reads for a page of a project, in one transaction with the check. */
export async function readProject<T>(
  place: { org: string; project: string },
  permission: Permission,
  read: (context: { tx: TenantTx; scope: ProjectScope }) => Promise<T>,
): Promise<{ scope: ProjectScope; data: T }> {
  const tenant = await tenantOf(place.org);
  if (!tenant) return absent(place.org);
  const found = await withTenant(tenant, async (tx) => {
    const scope = await resolveProject(tx, tenant, place.project);
    if (!scope) return null;
    if (!can(scope.holder, permission)) return { forbidden: scope };
    return { scope, data: await read({ tx, scope }) };
  });
  if (found === null) return nothingHere();
  if (found.forbidden) return refusePage(found.forbidden, permission);
  return found;
}

/**
 * Reads the viewer's own things. Through another's eyes one sees an organization, and nothing that is the person's own: not
 * found, but for what a frame around the organization's pages needs (`viewing: true`).
 */
export async function readOwn<T>(
  read: (context: { tx: UserTx; viewer: Awaited<ReturnType<typeof requireViewer>> }) => Promise<T>,
  { viewing = false } = {},
) {
  const viewer = await requireViewer();
  if (viewer.viewing && !viewing) {
    const { organizationId } = viewer.viewing;
    const refusal = { action: "pages.open", reason: "viewing_only", target: pageTarget(await path()) };
    await noteRefusal(await callerOf(), { organizationId }, refusal);
    return nothingHere();
  }
  return { viewer, data: await withUser(viewer.userId, (tx) => read({ tx, viewer })) };
}

/** Reads for the platform's own pages: not found for everybody who is not a platform admin. */
export async function readPlatform<T>(
  permission: PlatformPermission,
  read: (context: { tx: PlatformTx; viewer: Awaited<ReturnType<typeof requireViewer>> }) => Promise<T>,
) {
  const viewer = await requireViewer();
  if (!can({ ...nobody, platformAdmin: viewer.platformAdmin }, permission)) {
    const target = { kind: "permission", id: permission };
    await noteRefusal(
      await callerOf(),
      { organizationId: null },
      { action: "pages.open", reason: "forbidden", target },
    );
    return nothingHere();
  }
  return { viewer, data: await withPlatform((tx) => read({ tx, viewer })) };
}
