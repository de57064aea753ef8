import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { addresses } from "#app/keys/for-dialog.ts";
import { KeyForm } from "#app/keys/key-form.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { projectRoles } from "#lib/domain/access/permissions.ts";
import { longestLife } from "#lib/domain/keys/data.ts";
import { listFirstCalls } from "#lib/domain/keys/list.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("all.new") };
}

/** The form of a key for a service, with a role of its own in the organization or in one of its projects. */
export default async function NewKeyPage({ params }: Props) {
  const [{ org }, t] = await Promise.all([params, getTranslations("keys")]);
  const { scope, data } = await readTenant(org, "keys:manage", async ({ tx, scope }) => ({
    projects: await listProjects(tx, scope.organizationId, null),
    most: await longestLife(tx, scope.organizationId),
    calls: await listFirstCalls(tx, scope),
  }));
  const { displayName } = scope.organization;
  return (
    <Texts of={["keys.fields", "keys.life", "keys.panel", "keys.shown", "common.role"]}>
      <Page
        crumbs={[
          { label: displayName, href: paths.organization({ org }) },
          { label: t("title"), href: paths.keys({ org }) },
          { label: t("all.new") },
        ]}
      >
        <LiveRefresh topics={["keys", "usage"]} />
        <PageHead title={t("all.new")} lead={t("all.newLead")} />
        <KeyForm
          homes={[{ slug: org, displayName, most: data.most }]}
          projects={data.projects.map(({ slug, displayName, tier }) => ({
            slug,
            displayName,
            models: tierOf(tier).models,
          }))}
          kinds={[{ kind: "service" }]}
          roles={projectRoles}
          where={addresses()}
          calls={data.calls}
          back={paths.keys({ org })}
        />
      </Page>
    </Texts>
  );
}
