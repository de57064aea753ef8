import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import type { PaletteItem } from "#components/shell/palette-match.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { can, effectiveProjectRole } from "#lib/domain/access/permissions.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { listUsableCredentials } from "#lib/domain/credentials/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { allows } from "#lib/domain/projects/rules.ts";
import { countActive } from "#lib/domain/sessions/data.ts";
import { ConsoleFrame } from "./console-frame.tsx";
import { elsewhere, type PageLink, pageLinks, projectItems, readPerson } from "./shared.ts";
import { ViewingBanner } from "./viewing-banner.tsx";

type Place = { org: string; project: string };

/** The console around a project's pages. */
export async function ProjectFrame({ place, children }: { place: Place; children: ReactNode }) {
  const t = await getTranslations("shell");
  const common = await getTranslations("common");
  const person = await readPerson();
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => ({
    projects: await listProjects(tx, scope.organizationId, visibleProjects(scope)),
    active: await countActive(tx, scope.projectId),
    credentials: can(scope.holder, "credentials:read")
      ? (await listUsableCredentials(tx, scope.projectId)).length
      : 0,
  }));
  const { project, organization, holder } = scope;
  const work = [
    { keys: "o", label: t("nav.overview"), href: paths.project(place) },
    { keys: "s", label: t("nav.sessions"), href: paths.sessions(place) },
  ];
  const access = [
    { keys: "m", label: t("nav.members"), href: paths.projectMembers(place) },
    ...(can(holder, "project-access:read")
      ? [{ keys: "w", label: t("nav.access"), href: paths.access(place) }]
      : []),
    ...(can(holder, "credentials:read")
      ? [{ keys: "c", label: t("nav.credentials"), href: paths.credentials(place) }]
      : []),
    { keys: "k", label: t("nav.keys"), href: paths.projectKeys(place) },
  ];
  const record = [
    { keys: "d", label: t("nav.drift"), href: paths.drift(place) },
    ...(can(holder, "project-audit:read")
      ? [{ keys: "e", label: t("nav.audit"), href: paths.projectAudit(place) }]
      : []),
    { keys: "t", label: t("nav.settings"), href: paths.settings(place) },
  ];
  const { pages, shortcuts } = pageLinks([
    ...work,
    ...access,
    ...record,
    { keys: "p", label: t("allProjects"), href: paths.organization(place) },
    { keys: "a", label: t("yourAccount"), href: paths.account() },
    ...(person.viewer.platformAdmin ? [{ keys: "l", label: t("platform"), href: paths.platform() }] : []),
  ]);
  const may = {
    start: can(holder, "sessions:create") && allows("startSession", project.phase),
    add: can(holder, "credentials:manage"),
    key: can(holder, "project-keys:own"),
    create: can(holder, "projects:create"),
  };
  const actions: PaletteItem[] = [
    ...(may.start
      ? [
          {
            id: "new session",
            label: t("palette.newSession"),
            href: paths.newSession(place),
            keywords: "run launch",
          },
        ]
      : []),
    ...(may.add
      ? [
          {
            id: "add key",
            label: t("palette.addCredential"),
            href: paths.credentials(place),
            keywords: "key provider",
          },
        ]
      : []),
    ...(may.key
      ? [
          {
            id: "new key",
            label: t("palette.newKey"),
            href: paths.newProjectKey(place),
            keywords: "api token secret",
          },
        ]
      : []),
    ...(may.create
      ? [
          {
            id: "new project",
            label: t("palette.newProject"),
            href: paths.newProject(place),
            keywords: "namespace",
          },
        ]
      : []),
  ];
  const projects = projectItems(place.org, data.projects, place.project);
  const counts: Record<string, object> = {
    s: data.active
      ? { count: data.active, state: "running", stateLabel: t("active", { count: data.active }) }
      : {},
    c: data.credentials ? { count: data.credentials } : {},
  };
  const inNav = ({ keys, label, href }: PageLink) => ({ label, href, ...counts[keys] });
  return (
    <ConsoleFrame
      product={product}
      switcher={{
        title: project.displayName,
        detail: organization.displayName,
        label: t("switchProject", { name: project.displayName }),
        groups: [
          { title: t("projectsOf", { name: organization.displayName }), items: projects },
          ...(await elsewhere(person, place.org)),
        ],
        always: may.create ? [{ label: t("newProject"), href: paths.newProject(place), icon: "plus" }] : [],
      }}
      navLabel={t("project")}
      nav={[
        { items: work.map(inNav) },
        { title: t("groups.access"), items: access.map(inNav) },
        { title: t("groups.record"), items: record.map(inNav) },
      ]}
      user={{
        name: person.viewer.displayName,
        detail: t("roleHere", { role: common(`role.${effectiveProjectRole(holder) ?? "none"}`) }),
        menu: person.menu,
      }}
      palette={[
        { title: t("palette.actions"), items: actions },
        { title: t("palette.pages"), items: pages },
      ]}
      shortcuts={[
        ...shortcuts,
        ...(may.start
          ? [{ keys: ["n"], label: t("palette.newSession"), href: paths.newSession(place) }]
          : []),
      ]}
      live={{
        url: paths.api.events(place),
        topics: ["sessions", "credentials", "projects", "members"],
        project: scope.projectId,
      }}
      place={place}
    >
      <ViewingBanner viewer={person.viewer} />
      {children}
    </ConsoleFrame>
  );
}
