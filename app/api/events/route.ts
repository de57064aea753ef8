import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { problemOf } from "#lib/domain/access/problems.ts";
import { userRoute } from "#lib/domain/access/route.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { loginToken } from "#lib/domain/access/viewer.ts";
import { tellChanges, whileAllowed } from "#lib/domain/access/watch.ts";
import { refused } from "#lib/domain/outcome.ts";
import { changeFeed } from "#lib/infra/db/listen.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { eventStream } from "#lib/infra/http/event-stream.ts";

/**
 * What changed, as server-sent events named `change` with `{topic, project?, id?}`: of one organization (`?org=`), of the
 * whole platform for its admins (`?platform=1`), else of the viewer alone. A stream that is taken up again begins with
 * `resync`, because something may have been missed.
 */
export const GET = userRoute(async ({ request, viewer, requestId }) => {
  const org = request.nextUrl.searchParams.get("org");
  const platform = request.nextUrl.searchParams.get("platform") === "1";
  const tenant = org ? await resolveTenant(callerOfViewer(viewer), org) : null;
  if ((org && !tenant) || (platform && !viewer.platformAdmin))
    return problemOf(refused("not_found"), requestId);
  const token = (await loginToken()) ?? "";

  const reader = { name: viewer.userId, most: webEnv().PORTICO_LIMITS.streams };
  return eventStream(request, reader, async (send, signal) => {
    let count = 0;
    const resync = () => void send("resync", {}, String(++count));
    const stop = tellChanges(changeFeed(), viewer, tenant ? { tenant } : platform ? "platform" : "own", {
      onChange: (change) =>
        void send("change", { topic: change.t, project: change.p, id: change.i }, String(++count)),
      onGap: resync,
    });
    if (request.headers.has("last-event-id")) resync();
    else void send("ready", {}, "0");
    try {
      const why = await whileAllowed(token, signal, async (now) =>
        platform ? now.platformAdmin : !org || (await resolveTenant(callerOfViewer(now), org)) !== null,
      );
      if (why === "ended") void send("ended", {});
    } finally {
      stop();
    }
  });
});
