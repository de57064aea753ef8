import type { NextRequest } from "next/server";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { isUnavailable } from "#lib/infra/db/errors.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { problem } from "#lib/infra/http/problem.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { log } from "#lib/infra/log/index.ts";
import { callerOfViewer } from "./caller.ts";
import { can, type OrganizationPermission, type Permission } from "./permissions.ts";
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
      if (isUnavailable(error))
        return problem(503, "unavailable", "The database does not answer at the moment.", requestId, {
          "retry-after": "2",
        });
      return problem(500, "unexpected", "Something went wrong on our side.", requestId);
    }
  };
}

/** A route that anybody may call: sign-in, health. Whatever it does, it does not look at who asks. */
export const publicRoute = <Params>(
  handle: (request: NextRequest, params: Params, requestId: string) => Promise<Response>,
): Handler<Params> => guarded(handle);

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
    const viewer = await currentViewer();
    if (!viewer) return problem(401, "signed_out", "You are not signed in.", requestId);
    return handle({ request, params, viewer, requestId });
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
    const viewer = await currentViewer();
    if (!viewer) return problem(401, "signed_out", "You are not signed in.", requestId);
    const absent = () =>
      problem(404, "not_found", "There is nothing at this address, or it is not yours to see.", requestId);
    const tenant = await resolveTenant(callerOfViewer(viewer), params.org);
    if (!tenant) return absent();
    const found = await withTenant(tenant, async (tx) => {
      const scope = await resolveProject(tx, tenant, params.project);
      if (!scope) return null;
      if (!can(scope.holder, definition.permission)) return "forbidden";
      const data = await definition.read({ tx, scope, params, request });
      return data === null ? null : { scope, data };
    });
    if (found === "forbidden") return problem(403, "forbidden", "Your role does not allow this.", requestId);
    return found ? definition.answer({ request, requestId, ...found }) : absent();
  });
}

/**
 * A route in an organization. `read` runs in the tenant's transaction; `answer` after it, with what was read, and with
 * `may`, which says whether the viewer may still have it at that moment: for answers that take long.
 */
export function tenantRoute<Params extends { org: string }, T>(definition: {
  permission: OrganizationPermission | readonly OrganizationPermission[];
  read: (context: { tx: TenantTx; scope: TenantScope; params: Params }) => Promise<T | null>;
  answer: (context: { scope: TenantScope; data: T; may: () => Promise<boolean> }) => Promise<Response>;
}): Handler<Params> {
  const permissions = [definition.permission].flat();
  return guarded(async (_request, params, requestId) => {
    const viewer = await currentViewer();
    if (!viewer) return problem(401, "signed_out", "You are not signed in.", requestId);
    const absent = () =>
      problem(404, "not_found", "There is nothing at this address, or it is not yours to see.", requestId);
    const scope = await resolveTenant(callerOfViewer(viewer), params.org);
    if (!scope) return absent();
    if (!permissions.some((permission) => can(scope.holder, permission)))
      return problem(403, "forbidden", "Your role does not allow this.", requestId);
    const data = await withTenant(scope, (tx) => definition.read({ tx, scope, params }));
    if (data === null) return absent();
    const token = (await loginToken()) ?? "";
    const may = async () => {
      const now = await findViewer(token);
      const tenant = now && (await resolveTenant(callerOfViewer(now), params.org));
      return tenant !== null && permissions.some((permission) => can(tenant.holder, permission));
    };
    return definition.answer({ scope, data, may });
  });
}
