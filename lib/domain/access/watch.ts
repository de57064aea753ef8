import { setTimeout as sleep } from "node:timers/promises";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import type { Change, ChangeFeed } from "#lib/infra/db/listen.ts";
import { callerOfViewer } from "./caller.ts";
import { can } from "./permissions.ts";
import { resolveTenant, type TenantScope, visibleProjects } from "./scope.ts";

/** How often an open stream asks again whether its reader may still read, and how long the answer may take. */
const everyMs = 2_500;
const patienceMs = 1_500;

/**
 * Runs until the signal, or until the login session ends or `stillMay` says no, and answers why. An answer that does not
 * come in time, or cannot be had, is a no: a right that is taken away is gone within five seconds. Being asked is not
 * activity: a stream keeps nobody signed in.
 */
export async function whileAllowed(
  token: string,
  signal: AbortSignal,
  stillMay: (viewer: Viewer) => Promise<boolean>,
): Promise<"closed" | "ended"> {
  const ask = async () => {
    const viewer = await findViewer(token);
    return viewer !== null && (await stillMay(viewer));
  };
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return "closed";
    const late = sleep(patienceMs, false, { ref: false });
    if (!(await Promise.race([ask().catch(() => false), late]))) return "ended";
  }
  return "closed";
}

/** What a stream of changes is about: one organization, as its reader may see it, the whole platform, or the reader alone. */
export type Audience = { tenant: TenantScope } | "platform" | "own";

/**
 * Tells the changes that concern the viewer, in their order, until the answer is called. A role that the viewer gains or
 * loses counts at once: for the change of it and for whatever changes after it.
 */
export function tellChanges(
  feed: ChangeFeed,
  viewer: Viewer,
  audience: Audience,
  told: { onChange(change: Change): void; onGap(): void },
): () => void {
  let tenant = typeof audience === "object" ? audience.tenant : null;
  const slug = tenant?.organization.slug;
  let stale = false;
  let turn = Promise.resolve();
  const inTurn = (next: () => void, roleChanged: boolean) => {
    turn = turn.then(async () => {
      stale ||= roleChanged;
      if (slug && stale) {
        // Roles that cannot be read are none, until they can.
        const found = await resolveTenant(callerOfViewer(viewer), slug).catch(() => undefined);
        stale = found === undefined;
        tenant = found ?? null;
      }
      next();
    });
  };
  return feed.subscribe({
    onChange: (change) =>
      inTurn(
        () =>
          concerns(change, viewer, audience === "platform" ? "platform" : tenant) && told.onChange(change),
        change.t === "members" && change.u === viewer.userId,
      ),
    onGap: () => inTurn(told.onGap, true),
  });
}

function concerns(change: Change, viewer: Viewer, place: TenantScope | "platform" | null): boolean {
  if (place === "platform") return change.t !== "login";
  // Through another's eyes one hears of the organization, and not of what is the person's own.
  if (change.u === viewer.userId && !viewer.viewing) return true;
  if (!place || change.o !== place.organizationId) return false;
  // Who may not see that there is a credential does not hear that one changed; the organization's may be any project's.
  if (change.t === "credentials") {
    const roles = change.p ? [place.projectRoles.get(change.p)] : [undefined, ...place.projectRoles.values()];
    return roles.some((role) => can({ ...place.holder, projectRole: role ?? null }, "credentials:read"));
  }
  if (change.t === "usage" && can(place.holder, "organization-usage:read")) return true;
  const projects = visibleProjects(place);
  return projects === null || change.p === undefined || projects.includes(change.p);
}
