import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyTable } from "#app/forms/keys/key-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Sub } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { type KeyRow, listKeys } from "#lib/domain/keys/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { RevokeKey } from "./revoke-key.tsx";
import { ServiceKeyDialog } from "./service-key-dialog.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

/** Every key that opens the organization: for those who manage them. */
export default async function KeysPage({ params, searchParams }: Props) {
  const { org } = await params;
  const at = keysetIn(await searchParams);
  const [t, c] = await Promise.all([getTranslations("keys"), getTranslations("common")]);
  const { scope, data } = await readTenant(org, "keys:manage", async ({ tx, scope }) => ({
    keys: await listKeys(tx, scope.organizationId, at),
    projects: await listProjects(tx, scope.organizationId, null),
    settings: await getSettings(tx),
  }));
  const { displayName } = scope.organization;
  const owner = ({ user, kind, organizationRole, project, projectRole }: KeyRow) => {
    if (kind !== "service") return user?.displayName || t("formerMember");
    const inProject =
      project && projectRole
        ? t("serviceIn", { role: c(`role.${projectRole}`), project: project.displayName })
        : null;
    if (!organizationRole) return inProject;
    return (
      <>
        {t("service", { role: c(`role.${organizationRole}`) })}
        {inProject && <Sub inline>{inProject}</Sub>}
      </>
    );
  };
  return (
    <Texts of={["keys.dialog", "keys.shown", "keys.row", "dialog", "common.role"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
        <LiveRefresh topics={["keys"]} />
        <PageHead
          title={t("title")}
          lead={t("all.lead", { organization: displayName })}
          actions={
            <ServiceKeyDialog
              org={org}
              projects={data.projects.map((project) => ({
                slug: project.slug,
                displayName: project.displayName,
              }))}
              most={data.settings.maxKeyDays}
              url={webEnv().PORTICO_URL}
            />
          }
        />
        <Paged
          page={data.keys}
          at={at}
          link={(edge) => paths.keys({ org }, edge)}
          empty={<Empty title={t("all.emptyTitle")}>{t("all.empty")}</Empty>}
        >
          <KeyTable
            keys={data.keys.rows}
            of="owner"
            about={owner}
            action={({ id, name, prefix }) => <RevokeKey org={org} apiKey={{ id, name, prefix }} />}
          />
        </Paged>
      </Page>
    </Texts>
  );
}
