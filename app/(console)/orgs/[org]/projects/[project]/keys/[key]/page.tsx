import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { KeyHead } from "#app/keys/key-head.tsx";
import { auditOf, KeyView } from "#app/keys/key-view.tsx";
import { readKeyPage } from "#app/keys/read-key.ts";
import { ShownKeys } from "#app/keys/shown-keys.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { mayWith } from "#lib/domain/keys/list.ts";
import { idIn } from "#lib/infra/db/id.ts";

type Props = { params: Promise<{ org: string; project: string; key: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("page.title") };
}

/** One key of a project: what it is, what it used, what was done with it. */
export default async function ProjectKeyPage({ params }: Props) {
  const [place, t] = await Promise.all([params, getTranslations("keys")]);
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => {
    const id = idIn(place.key);
    return id && (await readKeyPage(tx, scope, id, can(scope.holder, "project-audit:read")));
  });
  if (!data) notFound();
  return (
    <Texts
      of={[
        "keys.row",
        "keys.rotate",
        "keys.revoke",
        "keys.shown",
        "keys.fields",
        "keys.edit",
        "keys.overlap",
        "dialog",
      ]}
    >
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: t("title"), href: paths.projectKeys(place) },
          { label: data.key.name },
        ]}
      >
        <LiveRefresh topics={["keys", "usage"]} where={{ project: scope.projectId }} />
        <ShownKeys>
          <KeyHead org={place.org} scope={scope} data={data} />
          <KeyView
            org={place.org}
            data={data}
            mayEnd={mayWith(scope, data.key).end}
            auditAt={auditOf(place)}
          />
        </ShownKeys>
      </Page>
    </Texts>
  );
}
