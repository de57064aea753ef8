import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { listTenants } from "#lib/domain/platform/data.ts";
import { tenantFilter } from "#lib/domain/platform/schema.ts";
import { Tenants } from "./tenants.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.tenants"))("title") };
}

/** Every organization, by state and by how its name begins. */
export default async function OrganizationsPage({ searchParams }: Props) {
  const query = await searchParams;
  const filter = tenantFilter.parse({
    q: query.q ?? "",
    state: query.state ?? null,
    tier: query.tier || null,
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { data: page } = await readPlatform("platform:read", ({ tx }) => listTenants(tx, filter));
  const t = await getTranslations("platform");
  return (
    <Page crumbs={[{ label: t("title"), href: paths.platform() }, { label: t("tenants.title") }]}>
      <LiveRefresh topics={["organizations", "projects", "members"]} every={1000} />
      <PageHead
        title={t("tenants.title")}
        actions={
          <ButtonLink href={paths.platformOrganizationsFile()} download>
            {t("tenants.download")}
          </ButtonLink>
        }
      />
      <Tenants filter={filter} page={page} />
    </Page>
  );
}
