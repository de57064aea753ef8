import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { listOrganizations } from "#lib/domain/platform/data.ts";
import { organizationFilter } from "#lib/domain/platform/schema.ts";
import { Organizations } from "./organizations.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.organizations"))("title") };
}

/** Every organization, by state and by how its name begins. */
export default async function OrganizationsPage({ searchParams }: Props) {
  const query = await searchParams;
  const filter = organizationFilter.parse({
    q: query.q ?? "",
    state: query.state ?? null,
    tier: query.tier || null,
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { data: page } = await readPlatform("platform:read", ({ tx }) => listOrganizations(tx, filter));
  const t = await getTranslations("platform");
  return (
    <Page crumbs={[{ label: t("title"), href: paths.platform() }, { label: t("organizations.title") }]}>
      <LiveRefresh topics={["organizations", "projects", "members"]} every={1000} />
      <PageHead
        title={t("organizations.title")}
        actions={
          <ButtonLink href={paths.platformOrganizationsFile()} download>
            {t("organizations.download")}
          </ButtonLink>
        }
      />
      <Organizations filter={filter} page={page} />
    </Page>
  );
}
