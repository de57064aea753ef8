import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { forDialog, lastUseOf, whereOf } from "#app/keys/for-dialog.ts";
import { KeyMenu } from "#app/keys/key-menu.tsx";
import { KeyTable } from "#app/keys/key-table.tsx";
import { ShownKeys } from "#app/keys/shown-keys.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { SelectionProvider } from "#components/table/selection.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { longestLife } from "#lib/domain/keys/data.ts";
import { keyListFilter, listShown, mayWith, shownStateOf } from "#lib/domain/keys/list.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { readKeyUsage } from "#lib/domain/usage/data.ts";
import { BulkRevoke } from "./bulk-revoke.tsx";
import { KeyFilters } from "./key-filters.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

/** Every key that opens the organization: for those who manage them. What is shown stands in the address. */
export default async function KeysPage({ params, searchParams }: Props) {
  const [{ org }, query, t] = await Promise.all([params, searchParams, getTranslations("keys")]);
  const filter = keyListFilter.parse(query);
  const { scope, data } = await readTenant(org, "keys:manage", async ({ tx, scope }) => {
    const { organizationId } = scope;
    const page = await listShown(tx, organizationId, {}, filter);
    const ids = page.rows.map(({ id }) => id);
    return {
      page,
      projects: await listProjects(tx, organizationId, null),
      usage: await readKeyUsage(tx, organizationId, ids),
      most: await longestLife(tx, organizationId),
    };
  });
  const { displayName } = scope.organization;
  const { page, projects, usage, most } = data;
  const { before: _before, after: _after, unused, ...rest } = filter;
  const chosen = { ...rest, unused: unused?.toString() ?? null };
  const narrowed = Object.values(chosen).some(Boolean);
  const tiers = new Map(projects.map(({ slug, tier }) => [slug, tier]));
  // A revocation of many goes by these conditions; by the others one chooses rows.
  const { project, kind, owner } = chosen;
  const byFilter = (project || kind || owner || unused) && !chosen.state && !chosen.q;
  return (
    <Texts of={["keys.row", "keys.rotate", "keys.life", "keys.revoke", "keys.shown", "keys.bulk", "dialog"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
        <LiveRefresh topics={["keys", "usage"]} every={2000} />
        <ShownKeys>
          <PageHead
            title={t("title")}
            lead={t("all.lead", { organization: displayName })}
            actions={
              <ButtonLink href={paths.newKey({ org })} variant="solid" icon="plus">
                {t("all.new")}
              </ButtonLink>
            }
          />
          <KeyFilters
            org={org}
            filter={filter}
            projects={projects}
            narrowed={narrowed}
            ownerName={page.rows.find(({ user }) => user?.id === owner)?.user?.displayName}
          />
          {byFilter && page.rows.length > 0 && (
            <p className="mb-2 text-xs text-ink-2">
              <Link
                className="link"
                prefetch={false}
                href={paths.revokeKeys({ org }, { project, kind, owner, unused: chosen.unused })}
              >
                {t("all.revokeThese")}
              </Link>
            </p>
          )}
          <Paged
            page={page}
            at={filter}
            link={(edge) => paths.keys({ org }, { ...chosen, ...edge })}
            summary={t("count", { count: page.rows.length })}
            empty={
              narrowed ? (
                <Empty
                  title={t("noneTitle")}
                  action={<ButtonLink href={paths.keys({ org })}>{t("noneAction")}</ButtonLink>}
                >
                  {t("none")}
                </Empty>
              ) : (
                <Empty
                  title={t("all.emptyTitle")}
                  action={
                    <ButtonLink href={paths.newKey({ org })} icon="plus">
                      {t("all.new")}
                    </ButtonLink>
                  }
                >
                  {t("all.empty")}
                </Empty>
              )
            }
          >
            <SelectionProvider ids={page.rows.map(({ id }) => id)}>
              <KeyTable
                select
                keys={page.rows}
                usage={usage}
                href={({ id }) => paths.key({ org, key: id })}
                ownerHref={({ user }) =>
                  user ? paths.keys({ org }, { ...chosen, owner: user.id }) : undefined
                }
                place={{
                  head: t("head.project"),
                  of: ({ project }) =>
                    project && (
                      <Link
                        className="quiet-link max-md:underline"
                        prefetch={false}
                        href={paths.projectKeys({ org, project: project.slug })}
                      >
                        {project.displayName}
                      </Link>
                    ),
                }}
                action={(apiKey, used) => (
                  <KeyMenu
                    org={org}
                    apiKey={forDialog(apiKey, most)}
                    state={shownStateOf(apiKey)}
                    use={lastUseOf(apiKey, used)}
                    may={mayWith(scope, apiKey)}
                    href={paths.key({ org, key: apiKey.id })}
                    where={whereOf(apiKey, tiers.get(apiKey.project?.slug ?? "") ?? null)}
                  />
                )}
              />
              <BulkRevoke
                org={org}
                keys={page.rows
                  .filter(({ revokedAt, expiresAt }) => !revokedAt && expiresAt > new Date())
                  .map(({ id, prefix }) => ({ id, prefix }))}
              />
            </SelectionProvider>
          </Paged>
        </ShownKeys>
      </Page>
    </Texts>
  );
}
