import { mayStill, projectRoute } from "#lib/domain/access/route.ts";
import { loginToken } from "#lib/domain/access/viewer.ts";
import { whileAllowed } from "#lib/domain/access/watch.ts";
import { getSession } from "#lib/domain/sessions/data.ts";
import { followSessionLog } from "#lib/domain/sessions/log.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { eventStream } from "#lib/infra/http/event-stream.ts";

/**
 * A session's log as server-sent events: `line` `{time, type, text, …}` with the line's number as id; `skipped` `{from, to}`
 * in the place of lines that were not kept; `note` about the log itself; then `end`. While the session lives it follows the
 * pod through the API server; afterwards it is the kept copy. `Last-Event-ID`, or `?after=`, resumes after that line.
 */
export const GET = projectRoute<{ org: string; project: string; session: string }, { id: string }>({
  permission: "sessions:read",
  read: ({ tx, scope, params }) => getSession(tx, scope.projectId, params.session),
  answer: async ({ request, scope, data }) => {
    const token = (await loginToken()) ?? "";
    const resumed = request.headers.get("last-event-id") ?? request.nextUrl.searchParams.get("after");
    const after = Math.max(0, Number(resumed) || 0);
    const reader = { name: scope.userId ?? "", most: webEnv().PORTICO_LIMITS.streams };
    return eventStream(request, reader, async (send, signal) => {
      const allowed = new AbortController();
      const place = { org: scope.organization.slug, project: scope.project.slug };
      const watched = whileAllowed(token, signal, (viewer) => mayStill(viewer, place, "sessions:read")).then(
        () => allowed.abort(),
      );
      const followed = followSessionLog(
        scope,
        data.id,
        after,
        send,
        AbortSignal.any([signal, allowed.signal]),
      );
      // Whichever is over ends the stream: a reader that stands still, whom the log waits for, must not keep it open.
      await Promise.race([followed, watched]);
    });
  },
});
