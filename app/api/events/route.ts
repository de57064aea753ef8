import { userRoute } from "#lib/domain/access/route.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { loginToken } from "#lib/domain/access/viewer.ts";
import { whileAllowed } from "#lib/domain/access/watch.ts";
import { type Change, changeFeed } from "#lib/infra/db/listen.ts";
import { eventStream } from "#lib/infra/http/event-stream.ts";
import { problem } from "#lib/infra/http/problem.ts";

/**
 * What changed, as server-sent events named `change` with `{topic, project?, id?}`: of one organization (`?org=`), of the
 * whole platform for its admins (`?platform=1`), else of the viewer alone. A stream that is taken up again begins with
 * `resync`, because something may have been missed.
 */
export const GET = userRoute(async ({ request, viewer, requestId }) => {
  const org = request.nextUrl.searchParams.get("org");
  const platform = request.nextUrl.searchParams.get("platform") === "1";
  let tenant = org ? await resolveTenant(viewer, org) : null;
  if ((org && !tenant) || (platform && !viewer.platformAdmin))
    return problem(
      404,
      "not_found",
      "There is nothing at this address, or it is not yours to see.",
      requestId,
    );
  const token = (await loginToken()) ?? "";

  const concerns = (change: Change): boolean => {
    if (platform) return change.t !== "login";
    if (change.u === viewer.userId) return true;
    if (!tenant || change.o !== tenant.organizationId) return false;
    const role = tenant.holder.organizationRole;
    const all = role === "owner" || role === "admin";
    return all || change.p === undefined || tenant.projectRoles.has(change.p);
  };

  return eventStream(request, async (send, signal) => {
    let count = 0;
    const stop = changeFeed().subscribe({
      onChange(change) {
        if (concerns(change))
          send("change", { topic: change.t, project: change.p, id: change.i }, String(++count));
      },
      onGap: () => send("resync", {}, String(++count)),
    });
    if (request.headers.has("last-event-id")) send("resync", {}, String(++count));
    else send("ready", {}, "0");
    try {
      const why = await whileAllowed(token, signal, async (now) => {
        if (platform) return now.platformAdmin;
        if (!org) return true;
        // What the reader may hear of follows the roles they hold now.
        tenant = await resolveTenant(now, org);
        return tenant !== null;
      });
      if (why === "ended") send("ended", {});
    } finally {
      stop();
    }
  });
});
