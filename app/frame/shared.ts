import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import type { PaletteItem } from "#components/shell/palette-match.ts";
import type { Shortcut } from "#components/shell/shortcuts.tsx";
import type { SwitcherGroup } from "#components/ui/switcher.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { getOnboarding } from "#lib/domain/onboarding/data.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import type { ProjectRow } from "#lib/domain/projects/data.ts";
import type { UserMenuProps } from "./user-menu.tsx";

/** The viewer, the organizations that they belong to, and how far their wizard is. Through another's eyes there is the one. */
export async function readBelongings() {
  const { viewer, data } = await readOwn(
    async ({ tx, viewer }) => ({
      organizations: await listOwnOrganizations(tx, viewer.userId),
      onboarding: await getOnboarding(tx, viewer.userId),
    }),
    { viewing: true },
  );
  const { viewing } = viewer;
  const organizations = data.organizations.filter(({ id }) => !viewing || id === viewing.organizationId);
  return { viewer, organizations, onboarding: data.onboarding };
}

/** What every frame says of the person: who they are, where else they belong, what their menu holds. */
export async function readPerson() {
  const { viewer, organizations, onboarding } = await readBelongings();
  const t = await getTranslations("shell");
  const wizard = onboarding ? onboarding.finishedAt === null : organizations.length === 0;
  const menu: UserMenuProps = {
    label: t("menu.label"),
    places: [
      { label: t("yourAccount"), href: paths.account() },
      ...(viewer.platformAdmin ? [{ label: t("platform"), href: paths.platform() }] : []),
      ...(wizard ? [{ label: t("menu.wizard"), href: paths.welcome() }] : []),
    ],
    signOut: t("menu.signOut"),
  };
  return { viewer, organizations, menu };
}
export type Person = Awaited<ReturnType<typeof readPerson>>;

/** Where the switcher leads besides the present organization's projects. */
export async function elsewhere(
  { organizations, viewer }: Person,
  current?: string,
): Promise<SwitcherGroup[]> {
  const t = await getTranslations("shell");
  return [
    ...(organizations.length
      ? [
          {
            title: t("organizations"),
            items: organizations.map(({ slug, displayName }) => ({
              label: displayName,
              href: paths.organization({ org: slug }),
              current: slug === current,
            })),
          },
        ]
      : []),
    ...(viewer.platformAdmin
      ? [
          {
            title: t("elsewhere"),
            items: [{ label: t("platform"), detail: t("allTenants"), href: paths.platform() }],
          },
        ]
      : []),
  ];
}

/** Projects as the switcher and the palette list them. */
export const projectItems = (org: string, projects: ProjectRow[], current?: string) =>
  projects.map(({ slug, displayName }) => ({
    label: displayName,
    href: paths.project({ org, project: slug }),
    current: slug === current,
  }));

export type PageLink = { keys: string; label: string; href: string };

/** The same places as lines of the palette and as shortcuts `g` and a letter. */
export function pageLinks(links: PageLink[]): { pages: PaletteItem[]; shortcuts: Shortcut[] } {
  return {
    pages: links.map(({ label, href }) => ({ id: `page ${href}`, label, href })),
    shortcuts: links.map(({ keys, label, href }) => ({ keys: ["g", keys], label, href })),
  };
}
