import { getTranslations } from "next-intl/server";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { problemOf } from "#lib/domain/access/problems.ts";
import { userRoute } from "#lib/domain/access/route.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { slug } from "#lib/domain/organizations/schema.ts";
import { refused } from "#lib/domain/outcome.ts";
import { whyTaken } from "#lib/domain/projects/data.ts";
import { namespaceFor } from "#lib/domain/projects/rules.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/**
 * Whether a project of an organization may get a name: `{ok, namespace}`, or `{ok: false, message}`, where the name is
 * taken or the namespace that would come of it. The form asks while one types.
 */
export const GET = userRoute(async ({ request, viewer, requestId }) => {
  const t = await getTranslations("reasons");
  const { searchParams } = request.nextUrl;
  const tenant = await resolveTenant(callerOfViewer(viewer), searchParams.get("org") ?? "");
  if (!tenant) return problemOf(refused("not_found"), requestId);
  const no = (message: string) => Response.json({ ok: false, message }, { headers: privately });
  const asked = slug.safeParse(searchParams.get("slug") ?? "");
  if (!asked.success) return no(t(asked.error.issues[0]?.message ?? "invalid"));
  const namespace = namespaceFor(webEnv().PORTICO_NAMESPACE_TEMPLATE, tenant.organization.slug, asked.data);
  if (!namespace) return no(t("namespace_form"));
  const taken = await whyTaken(tenant.organizationId, asked.data, namespace);
  if (taken) return no(t(taken, { name: asked.data, namespace }));
  return Response.json({ ok: true, namespace }, { headers: privately });
});

const privately = { "cache-control": "no-store" };
