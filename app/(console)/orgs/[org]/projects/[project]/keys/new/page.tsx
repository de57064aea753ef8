import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addresses } from "#app/keys/for-dialog.ts";
import { KeyForm } from "#app/keys/key-form.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can, mayGrant, projectRoles } from "#lib/domain/access/permissions.ts";
import { longestLife } from "#lib/domain/keys/data.ts";
import { listFirstCalls } from "#lib/domain/keys/list.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";

type Props = { params: Promise<{ org: string; project: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("new") };
}

/** The form of a key for a project: one's own, or one of the project, which stays when people go. */
export default async function NewProjectKeyPage({ params }: Props) {
  const [place, t] = await Promise.all([params, getTranslations("keys")]);
  const { scope, data } = await readProject(place, "project-keys:own", async ({ tx, scope }) => ({
    most: await longestLife(tx, scope.organizationId),
    calls: await listFirstCalls(tx, scope),
  }));
  const { holder, project, organization } = scope;
  const { slug, displayName, tier } = project;
  return (
    <Texts of={["keys.fields", "keys.life", "keys.panel", "keys.shown", "common.role"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization(place) },
          { label: displayName, href: paths.project(place) },
          { label: t("title"), href: paths.projectKeys(place) },
          { label: t("new") },
        ]}
      >
        <LiveRefresh topics={["keys", "usage"]} />
        <PageHead title={t("new")} lead={t("project.newLead", { project: displayName })} />
        <KeyForm
          homes={[{ slug: place.org, displayName: organization.displayName, most: data.most }]}
          project={{ slug, displayName, models: tierOf(tier).models }}
          kinds={[
            { kind: "personal" },
            { kind: "project", reason: can(holder, "project-keys:manage") ? null : t("project.kindOff") },
          ]}
          roles={projectRoles.filter((role) => mayGrant(holder, role, "project"))}
          where={addresses()}
          calls={data.calls}
          back={paths.projectKeys(place)}
        />
      </Page>
    </Texts>
  );
}
