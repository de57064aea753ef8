import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { listUsers } from "#lib/domain/platform/data.ts";
import { userFilter } from "#lib/domain/platform/schema.ts";
import { Users } from "./users.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.users"))("title") };
}

/** Everybody who has ever signed in, by how their name or address begins. */
export default async function UsersPage({ searchParams }: Props) {
  const query = await searchParams;
  const filter = userFilter.parse({
    q: query.q ?? "",
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { data: page } = await readPlatform("platform:users", ({ tx }) => listUsers(tx, filter));
  const t = await getTranslations("platform");
  return (
    <Page crumbs={[{ label: t("title"), href: paths.platform() }, { label: t("users.title") }]}>
      <PageHead title={t("users.title")} lead={t("users.lead")} />
      <Users filter={filter} page={page} />
    </Page>
  );
}
