import { getTranslations } from "next-intl/server";
import { userRoute } from "#lib/domain/access/route.ts";
import { isSlugFree } from "#lib/domain/organizations/data.ts";
import { slug } from "#lib/domain/organizations/schema.ts";

/** Whether an organization may get a name: `{ok}`, or `{ok: false, message}`. The form asks while one types. */
export const GET = userRoute(async ({ request }) => {
  const t = await getTranslations("reasons");
  const asked = slug.safeParse(request.nextUrl.searchParams.get("slug") ?? "");
  const no = (message: string) => Response.json({ ok: false, message }, { headers: privately });
  if (!asked.success) return no(t(asked.error.issues[0]?.message ?? "invalid"));
  if (!(await isSlugFree(asked.data))) return no(t("organization_taken", { name: asked.data }));
  return Response.json({ ok: true }, { headers: privately });
});

const privately = { "cache-control": "no-store" };
