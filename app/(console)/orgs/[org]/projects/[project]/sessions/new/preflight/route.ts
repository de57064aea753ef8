import { z } from "zod";
import { projectRoute } from "#lib/domain/access/route.ts";
import { checkLaunch } from "#lib/domain/sessions/mutations.ts";
import { MOST_CREDENTIALS } from "#lib/domain/sessions/schema.ts";

const query = z.object({
  model: z.string().max(200).catch(""),
  credentialId: z.uuid().nullable().catch(null),
  credentialIds: z
    .string()
    .transform((ids) => ids.split(",").filter(Boolean))
    .pipe(z.array(z.uuid()).max(MOST_CREDENTIALS - 1))
    .catch([]),
  websiteUrl: z.string().max(2000).catch(""),
});

/** The pre-flight of a session that somebody is about to start: `{checks}`, line by line. Open to viewers, who read why not. */
export const GET = projectRoute({
  permission: "sessions:read",
  read: ({ tx, scope, request }) => {
    const asked = request.nextUrl.searchParams;
    return checkLaunch(
      tx,
      scope,
      query.parse({
        model: asked.get("model"),
        credentialId: asked.get("credentialId"),
        credentialIds: asked.get("credentialIds"),
        websiteUrl: asked.get("websiteUrl"),
      }),
    );
  },
  answer: async ({ data }) => Response.json({ checks: data }, { headers: { "cache-control": "no-store" } }),
});
