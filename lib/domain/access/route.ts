import type { NextRequest } from "next/server";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { refused } from "#lib/domain/outcome.ts";
import { isUnavailable } from "#lib/infra/db/errors.ts";
import { type PlatformTx, type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { log } from "#lib/infra/log/index.ts";
import { type Caller, callerOfViewer } from "./caller.ts";
import { refuseBusy } from "./limits.ts";
import { enterTenant, noteRefusal } from "./mutations.ts";
import {
  can,
  nobody,
  type OrganizationPermission,
  type Permission,
  type PlatformPermission,
} from "./permissions.ts";
import { problemOf } from "./problems.ts";
import { type ProjectScope, resolveProject, resolveTenant, type TenantScope } from "./scope.ts";
import { currentViewer, loginToken } from "./viewer.ts";

type Handler<Params> = (request: NextRequest, context: { params: Promise<Params> }) => Promise<Response>;

function guarded<Params>(
  handle: (request: NextRequest, params: Params, requestId: string) => Promise<Response>,
): Handler<Params> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      return await handle(request, await context.params, requestId);
    } catch (error) {
      log.error({ err: error, requestId, path: request.nextUrl.pathname }, "route failed");
      return problemOf(refused(isUnavailable(error) ? "unavailable" : "unexpected"), requestId);
    }
  };
}

/** A route that anybody may call: sign-in, health. Whatever it does, it does not look at who asks. */
export const publicRoute = <Params>(
  handle: (request: NextRequest, params: Params, requestId: string) => Promise<Response>,
): Handler<Params> => guarded(handle);

/** Whoever is signed in, unless they ask more often than a person can; else the answer that says so. */
async function signedIn(request: NextRequest, requestId: string): Promise<{ viewer: Viewer } | Response> {
  const viewer = await currentViewer();
  if (!viewer) return problemOf(refused("signed_out"), requestId);
  const busy = await refuseBusy(viewer.userId, clientAddress(request.headers));
  return busy ? problemOf(busy, requestId, { "retry-after": "10" }) : { viewer };
}

/** A route for whoever is signed in, about themselves. */
export function userRoute<Params>(
  handle: (context: {
    request: NextRequest;
    params: Params;
    viewer: Viewer;
    requestId: string;
  }) => Promise<Response>,
): Handler<Params> {
  return guarded(async (request, params, requestId) => {
    const come = await signedIn(request, requestId);
    return come instanceof Response ? come : handle({ request, params, viewer: come.viewer, requestId });
  });
}

/** Whether the viewer may still do it in the project, from the database as it is now: for streams that stay open. */
export async function mayStill(
  viewer: Viewer,
  place: { org: string; project: string },
  permission: Permission,
): Promise<boolean> {
  const tenant = await resolveTenant(callerOfViewer(viewer), place.org);
  if (!tenant) return false;
  const scope = await withTenant(tenant, (tx) => resolveProject(tx, tenant, place.project));
  return scope !== null && can(scope.holder, permission);
}

/** Answers 403, and writes down that somebody asked for something with a role too low. */
async function refuseRoute(
  scope: TenantScope & { projectId?: string },
  permissions: readonly Permission[],
  path: string,
  requestId: string,
): Promise<Response> {
  await noteRefusal(scope.caller, scope, {
    action: "routes.call",
    reason: "forbidden",
    requestId,
    target: { kind: "permission", id: permissions.join(" ") },
    detail: { path },
  });
  return problemOf(refused("forbidden"), requestId);
}

/** The organization for who is signed in and belongs to it; else the answer that there is none. */
async function entered(
  request: NextRequest,
  org: string,
  requestId: string,
): Promise<{ scope: TenantScope } | Response> {
  const come = await signedIn(request, requestId);
  if (come instanceof Response) return come;
  const { pathname } = request.nextUrl;
  const caller = callerOfViewer(come.viewer, clientAddress(request.headers));
  const scope = await enterTenant(caller, org, pathname);
  return scope ? { scope } : problemOf(refused("not_found"), requestId);
}

/** A route in a project. `read` runs in the tenant's transaction; `answer` after it, with what was read. */
export function projectRoute<Params extends { org: string; project: string }, T>(definition: {
  permission: Permission;
  read: (context: {
    tx: TenantTx;
    scope: ProjectScope;
    params: Params;
    request: NextRequest;
  }) => Promise<T | null>;
  answer: (context: {
    request: NextRequest;
    scope: ProjectScope;
    data: T;
    requestId: string;
  }) => Promise<Response>;
}): Handler<Params> {
  return guarded(async (request, params, requestId) => {
    const come = await entered(request, params.org, requestId);
    if (come instanceof Response) return come;
    const { scope: tenant } = come;
    const found = await withTenant(tenant, async (tx) => {
      const scope = await resolveProject(tx, tenant, params.project);
      if (!scope) return null;
      if (!can(scope.holder, definition.permission)) return { forbidden: scope };
      const data = await definition.read({ tx, scope, params, request });
      return data === null ? null : { scope, data };
    });
    if (!found) return problemOf(refused("not_found"), requestId);
    if (found.forbidden)
      return refuseRoute(found.forbidden, [definition.permission], request.nextUrl.pathname, requestId);
    return definition.answer({ request, requestId, ...found });
  });
}

/**
 * A route in an organization. `read` runs in the tenant's transaction; `answer` after it, with what was read, and with
 * `may`, which says whether the viewer may still have it at that moment: for answers that take long.
 */
export function tenantRoute<Params extends { org: string }, T>(definition: {
  permission: OrganizationPermission | readonly OrganizationPermission[];
  read: (context: {
    tx: TenantTx;
    scope: TenantScope;
    params: Params;
    request: NextRequest;
  }) => Promise<T | null>;
  answer: (context: {
    scope: TenantScope;
    data: T;
    may: () => Promise<boolean>;
    requestId: string;
  }) => Promise<Response>;
}): Handler<Params> {
  const permissions = [definition.permission].flat();
  return guarded(async (request, params, requestId) => {
    const come = await entered(request, params.org, requestId);
    if (come instanceof Response) return come;
    const { scope } = come;
    if (!permissions.some((permission) => can(scope.holder, permission)))
      return refuseRoute(scope, permissions, request.nextUrl.pathname, requestId);
    const data = await withTenant(scope, (tx) => definition.read({ tx, scope, params, request }));
    if (data === null) return problemOf(refused("not_found"), requestId);
    const token = (await loginToken()) ?? "";
    const may = async () => {
      const now = await findViewer(token);
      const tenant = now && (await resolveTenant(callerOfViewer(now), params.org));
      return tenant !== null && permissions.some((permission) => can(tenant.holder, permission));
    };
    return definition.answer({ scope, data, may, requestId });
  });
}

/** A route of the platform's staff. To everybody else there is no such thing. `read` and `answer` as in `tenantRoute`. */
export function platformRoute<Params, T>(definition: {
  permission: PlatformPermission;
  read: (context: { tx: PlatformTx; caller: Caller; params: Params }) => Promise<T | null>;
  answer: (context: {
    data: T;
    may: () => Promise<boolean>;
    /** A further look, after `read`: for answers that take long. */
    within: <R>(work: (tx: PlatformTx) => Promise<R>) => Promise<R>;
  }) => Promise<Response>;
}): Handler<Params> {
  const { permission } = definition;
  const mayNow = ({ platformAdmin }: Viewer) => can({ ...nobody, platformAdmin }, permission);
  return guarded(async (request, params, requestId) => {
    const come = await signedIn(request, requestId);
    if (come instanceof Response) return come;
    const { viewer } = come;
    const caller = callerOfViewer(viewer, clientAddress(request.headers));
    if (!mayNow(viewer)) {
      const target = { kind: "permission", id: permission };
      const refusal = { action: "routes.call", reason: "forbidden", requestId, target };
      await noteRefusal(caller, { organizationId: null }, refusal);
      return problemOf(refused("not_found"), requestId);
    }
    const data = await withPlatform((tx) => definition.read({ tx, caller, params }));
    if (data === null) return problemOf(refused("not_found"), requestId);
    const token = (await loginToken()) ?? "";
    const may = async () => {
      const now = await findViewer(token);
      return now !== null && mayNow(now);
    };
    return definition.answer({ data, may, within: withPlatform });
  });
}
