import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import type { PaletteItem } from "#components/shell/palette-match.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { can, type OrganizationPermission } from "#lib/domain/access/permissions.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { countJoinRequests } from "#lib/domain/joining/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { ConsoleFrame } from "./console-frame.tsx";
import { elsewhere, pageLinks, projectItems, readPerson } from "./shared.ts";
import { ViewingBanner } from "./viewing-banner.tsx";

/** For so long nobody used a key that the palette offers to revoke, after a look at which ones. */
const unusedDays = 90;

type LayoutProps = { params: Promise<{ org: string }>; children: ReactNode };

/**
 * The layout of an organization's pages. With `permission` they are refused here already, before a page with a loading
 * state begins to be sent: the answer's status says no too.
 */
export const organizationLayout =
  (permission: OrganizationPermission | null = null) =>
  async ({ params, children }: LayoutProps) => (
    <OrganizationFrame org={(await params).org} permission={permission}>
      {children}
    </OrganizationFrame>
  );

/** The console around an organization's own pages. */
async function OrganizationFrame({
  org,
  permission,
  children,
}: {
  org: string;
  permission: OrganizationPermission | null;
  children: ReactNode;
}) {
  const t = await getTranslations("shell");
  const common = await getTranslations("common");
  const person = await readPerson();
  const { scope, data: read } = await readTenant(org, permission, async ({ tx, scope }) => ({
    projects: await listProjects(tx, scope.organizationId, visibleProjects(scope)),
    asking: can(scope.holder, "requests:decide") ? await countJoinRequests(tx, scope.organizationId) : 0,
  }));
  const data = read.projects;
  const { organization, holder } = scope;
  const mayCreate = can(holder, "projects:create");
  const projects = projectItems(org, data, undefined);
  const home = { keys: "p", label: t("nav.projects"), href: paths.organization({ org }) };
  const nav = [
    ...(can(holder, "members:read")
      ? [
          {
            keys: "m",
            label: t("nav.members"),
            href: paths.members({ org }),
            count: read.asking || undefined,
            countLabel: t("asking", { count: read.asking }),
          },
        ]
      : []),
    ...(can(holder, "groups:manage")
      ? [{ keys: "u", label: t("nav.groups"), href: paths.groups({ org }) }]
      : []),
    ...(can(holder, "keys:manage") ? [{ keys: "k", label: t("nav.keys"), href: paths.keys({ org }) }] : []),
    ...(can(holder, "organization-credentials:manage")
      ? [{ keys: "c", label: t("nav.credentials"), href: paths.organizationCredentials({ org }) }]
      : []),
    ...(can(holder, "organization-usage:read")
      ? [{ keys: "b", label: t("nav.usage"), href: paths.usage({ org }) }]
      : []),
    ...(can(holder, "access:read")
      ? [{ keys: "w", label: t("nav.access"), href: paths.organizationAccess({ org }) }]
      : []),
    ...(can(holder, "audit:read")
      ? [{ keys: "e", label: t("nav.audit"), href: paths.audit({ org }), also: paths.exports({ org }) }]
      : []),
    ...(can(holder, "organization:update")
      ? [{ keys: "t", label: t("nav.settings"), href: paths.organizationSettings({ org }) }]
      : []),
  ];
  const { pages, shortcuts } = pageLinks([
    home,
    ...nav,
    { keys: "a", label: t("yourAccount"), href: paths.account() },
    ...(person.viewer.platformAdmin ? [{ keys: "l", label: t("platform"), href: paths.platform() }] : []),
  ]);
  const create = { label: t("newProject"), href: paths.newProject({ org }), icon: "plus" } as const;
  const actions: PaletteItem[] = [
    ...(mayCreate
      ? [
          {
            id: "new project",
            label: t("palette.newProject"),
            href: create.href,
            keywords: "namespace",
          },
        ]
      : []),
    ...(can(holder, "keys:manage")
      ? [
          {
            id: "new key",
            label: t("palette.newKey"),
            href: paths.newKey({ org }),
            keywords: "api token secret service",
          },
          {
            id: "revoke keys",
            label: t("palette.revokeUnused", { days: unusedDays }),
            href: paths.revokeKeys({ org }, { unused: `${unusedDays}` }),
            keywords: "many bulk old api token",
          },
        ]
      : []),
    ...(can(holder, "organization-credentials:manage")
      ? [
          {
            id: "add credential",
            label: t("palette.addCredential"),
            href: paths.organizationCredentials({ org }),
            keywords: "key provider",
          },
        ]
      : []),
  ];
  return (
    <ConsoleFrame
      product={product}
      switcher={{
        title: organization.displayName,
        detail: t("organization"),
        label: t("switchOrganization", { name: organization.displayName }),
        groups: [
          { title: t("projectsOf", { name: organization.displayName }), items: projects },
          ...(await elsewhere(person, org)),
        ],
        always: mayCreate ? [create] : [],
      }}
      navLabel={t("organization")}
      nav={[{ items: [{ ...home, count: data.length || undefined }, ...nav] }]}
      user={{
        name: person.viewer.displayName,
        detail: t("roleHere", { role: common(`role.${holder.organizationRole ?? "none"}`) }),
        menu: person.menu,
      }}
      palette={[
        {
          title: t("palette.actions"),
          items: actions,
        },
        { title: t("palette.pages"), items: pages },
        {
          title: t("palette.projects"),
          items: projects.slice(0, 8).map(({ label, href }) => ({ id: `here ${href}`, label, href })),
        },
      ]}
      shortcuts={shortcuts}
      live={{ url: paths.api.events({ org }), topics: ["projects", "members", "organizations", "requests"] }}
      place={{ org }}
    >
      <ViewingBanner viewer={person.viewer} />
      {children}
    </ConsoleFrame>
  );
}
