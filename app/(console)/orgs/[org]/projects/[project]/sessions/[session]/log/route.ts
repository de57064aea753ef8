import { mayStill, projectRoute } from "#lib/domain/access/route.ts";
import { loginToken } from "#lib/domain/access/viewer.ts";
import { whileAllowed } from "#lib/domain/access/watch.ts";
import { getKeptLog, getSession } from "#lib/domain/sessions/data.ts";
import { followSessionLog } from "#lib/domain/sessions/log.ts";
import { eventStream } from "#lib/infra/http/event-stream.ts";

/**
 * A session's log as server-sent events: `line` `{time, type, text, …}` with the line's place as id, then `end`. While the
 * session lives it follows the pod through the API server; afterwards it is the kept copy. `Last-Event-ID` resumes.
 */
export const GET = projectRoute<
  { org: string; project: string; session: string },
  Awaited<ReturnType<typeof read>>
>({
  permission: "sessions:read",
  read: ({ tx, scope, params }) => read(tx, scope.projectId, params.session),
  answer: async ({ request, scope, data }) => {
    if (!data) throw new Error("An absent session was answered before.");
    const token = (await loginToken()) ?? "";
    const after = Number(request.headers.get("last-event-id") ?? 0) || 0;
    return eventStream(request, async (send, signal) => {
      const allowed = new AbortController();
      const place = { org: scope.organization.slug, project: scope.project.slug };
      void whileAllowed(token, signal, (viewer) => mayStill(viewer, place, "sessions:read")).then(
        (why) => why === "ended" && allowed.abort(),
      );
      await followSessionLog(scope, data, after, send, AbortSignal.any([signal, allowed.signal]));
    });
  },
});

async function read(tx: Parameters<typeof getSession>[0], projectId: string, id: string) {
  const session = await getSession(tx, projectId, id);
  return session ? { session, kept: await getKeptLog(tx, session.id) } : null;
}
