import { projectRoute } from "#lib/domain/access/route.ts";
import { getKeptLog, getSession } from "#lib/domain/sessions/data.ts";

/**
 * The kept log of an ended session as a file: JSON lines, as its runner wrote them. 404 until it is kept. The name of one
 * that was kept in part says which line it begins with.
 */
export const GET = projectRoute<
  { org: string; project: string; session: string },
  { name: string; text: string }
>({
  permission: "sessions:read",
  read: async ({ tx, scope, params }) => {
    const session = await getSession(tx, scope.projectId, params.session);
    const kept = session && (await getKeptLog(tx, session.id));
    if (!session || !kept) return null;
    const from = kept.skippedLines > 0 ? `-from-line-${kept.skippedLines + 1}` : "";
    return { name: `${session.resourceName}${from}`, text: kept.text };
  },
  answer: async ({ data }) =>
    new Response(data.text, {
      headers: {
        "content-type": "application/jsonl; charset=utf-8",
        "content-disposition": `attachment; filename="${data.name}.jsonl"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    }),
});
