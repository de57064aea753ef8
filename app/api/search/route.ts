import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import type { PaletteGroup } from "#components/shell/palette-match.ts";
import { userRoute } from "#lib/domain/access/route.ts";
import { searchOwn } from "#lib/domain/search/data.ts";
import { clientAddress } from "#lib/infra/http/address.ts";

/** What the palette finds beyond the present page: what the viewer may see that begins so. */
export const GET = userRoute(async ({ request, viewer }) => {
  const query = (request.nextUrl.searchParams.get("q") ?? "").trim().slice(0, 80);
  const groups = query ? await find(query) : [];
  return Response.json(groups, { headers: { "cache-control": "no-store" } });

  async function find(prefix: string): Promise<PaletteGroup[]> {
    const t = await getTranslations("shell.palette");
    const found = await searchOwn(viewer, prefix, clientAddress(request.headers));
    const { organizations, projects, sessions, members, keys, credentials } = found;
    const all: PaletteGroup[] = [
      {
        title: t("organizations"),
        items: organizations.map(({ slug: org, displayName }) => ({
          id: `found organization ${org}`,
          label: displayName,
          detail: org,
          href: paths.organization({ org }),
        })),
      },
      {
        title: t("projects"),
        items: projects.map(({ org, organization, slug, displayName }) => ({
          id: `found project ${org}/${slug}`,
          label: displayName,
          detail: organization,
          href: paths.project({ org, project: slug }),
        })),
      },
      {
        title: t("sessions"),
        items: sessions.map(({ org, project, projectName, id, title }) => ({
          id: `found session ${id}`,
          label: title,
          detail: t("in", { name: projectName }),
          href: paths.session({ org, project, session: id }),
        })),
      },
      {
        title: t("members"),
        items: members.map(({ org, organization, userId, displayName, email }) => ({
          id: `found member ${org} ${userId}`,
          label: displayName,
          detail: organization,
          href: paths.members({ org }, { q: email ?? displayName }),
        })),
      },
      {
        title: t("keys"),
        items: keys.map(({ org, organization, id, name }) => ({
          id: `found key ${id}`,
          label: name,
          detail: organization,
          href: paths.key({ org, key: id }),
        })),
      },
      {
        title: t("credentials"),
        items: credentials.map(({ org, organization, id, name, project }) => ({
          id: `found credential ${id}`,
          label: name,
          detail: project?.displayName ?? organization,
          href: project
            ? paths.credential({ org, project: project.slug, credential: id })
            : paths.organizationCredential({ org, credential: id }),
        })),
      },
    ];
    return all.filter(({ items }) => items.length > 0);
  }
});
