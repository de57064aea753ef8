import { getFormatter, getTranslations } from "next-intl/server";
import type { RefusalSaid } from "#app/forbidden-view.tsx";
import { paths } from "#app/paths.ts";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { clusterNames } from "#lib/domain/access/cluster.ts";
import { whyRefused } from "#lib/domain/access/refusal.ts";
import { userRoute } from "#lib/domain/access/route.ts";
import { clientAddress } from "#lib/infra/http/address.ts";

/** Says in words why the viewer was refused the page of an address; null when they were not. */
export const GET = userRoute(async ({ request, viewer }) => {
  const caller = callerOfViewer(viewer, clientAddress(request.headers));
  const path = (request.nextUrl.searchParams.get("path") ?? "").slice(0, 2000);
  return Response.json(await said(path), { headers: { "cache-control": "no-store" } });

  async function said(path: string): Promise<RefusalSaid | null> {
    const refusal = await whyRefused(caller, path, clusterNames());
    if (!refusal) return null;
    const [t, format] = await Promise.all([getTranslations("access"), getFormatter()]);
    const { place, role, permission, roles, givers, requestId } = refusal;
    const { org, project, name } = place;
    const list = (some: string[]) => format.list(some);
    const sentences = [
      role
        ? t("refused.you", { role: t(`role.${role}`), place: name })
        : t("refused.nothing", { place: name }),
      t("refused.needs", {
        act: t(`act.${permission}`),
        permission,
        count: roles.length,
        roles: list(roles.map((one) => t(`role.${one}`))),
      }),
      givers.length > 0
        ? t("refused.givers", { names: format.list(givers, { type: "disjunction" }) })
        : t("refused.admins"),
    ];
    const href = project === null ? paths.organization({ org }) : paths.project({ org, project });
    return { text: sentences.join(" "), requestId, back: { href, name } };
  }
});
