import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessAnswer } from "#app/access/answer.tsx";
import { accessPlace } from "#app/access/place.ts";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readAnswer } from "#lib/domain/access/answer.ts";
import { clusterNames } from "#lib/domain/access/cluster.ts";
import { noteLook } from "#lib/domain/access/mutations.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { accessQuery } from "#lib/domain/access/schema.ts";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("access"))("title") };
}

/** Who can do what in an organization, and because of what. Looking is in its audit log. */
export default async function OrganizationAccessPage({ params, searchParams }: Props) {
  const [place, asked, t] = await Promise.all([params, searchParams, getTranslations("access")]);
  const query = accessQuery("organization", asked);
  const { scope, data: answer } = await readTenant(place.org, "access:read", async ({ tx, scope }) => {
    const { organizationId } = scope;
    const found = await readAnswer(tx, { organizationId, projectId: null }, clusterNames(), query);
    await noteLook(tx, scope, query);
    return found;
  });
  const name = scope.organization.displayName;
  return (
    <Page crumbs={[{ label: name, href: paths.organization(place) }, { label: t("title") }]}>
      <PageHead title={t("title")} />
      <AccessAnswer place={accessPlace(place, name, scope.holder)} query={query} answer={answer} />
    </Page>
  );
}
