import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Find } from "#app/forms/find.tsx";
import { forDialog, lastUseOf, whereOf } from "#app/keys/for-dialog.ts";
import { KeyMenu } from "#app/keys/key-menu.tsx";
import { keyMarks } from "#app/keys/key-state.tsx";
import { KeyTable } from "#app/keys/key-table.tsx";
import { ShownKeys } from "#app/keys/shown-keys.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { longestLife } from "#lib/domain/keys/data.ts";
import {
  countShown,
  keyListFilter,
  listEnding,
  listShown,
  mayWith,
  mostCounted,
  type ShownState,
  shownStateOf,
  shownStates,
} from "#lib/domain/keys/list.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import { readKeyUsage, readUsage, usedBefore } from "#lib/domain/usage/data.ts";
import { monthRange, mostShown } from "#lib/domain/usage/rules.ts";
import { EndingNotes, namedEnding } from "./ending-notes.tsx";
import { MonthUsage } from "./month-usage.tsx";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

/** A project's keys: all of them for those who manage them, to others their own. What is shown stands in the address. */
export default async function ProjectKeysPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("keys")]);
  const filter = keyListFilter.parse({ ...query, kind: null, project: "", owner: null, unused: null });
  const month = typeof query.month === "string" ? query.month : null;
  const range = monthRange(month);
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => {
    const { organizationId, projectId } = scope;
    // Who sees no key at all sees an empty list.
    const whose = { AND: [{ projectId }, visibleKeys(scope) ?? { id: { in: [] } }] };
    const page = await listShown(tx, organizationId, whose, filter);
    const ids = page.rows.map(({ id }) => id);
    return {
      page,
      counts: await countShown(tx, organizationId, whose),
      ending: await listEnding(tx, organizationId, whose, namedEnding),
      usage: await readKeyUsage(tx, organizationId, ids),
      most: await longestLife(tx, organizationId),
      used: can(scope.holder, "usage:read")
        ? {
            ...(await readUsage(tx, scope, range, ["key", "model"], mostShown)),
            earlier: await usedBefore(tx, scope, range.from),
          }
        : null,
    };
  });
  const { holder, project, organization, caller } = scope;
  const { page, counts, usage } = data;
  const link = (change: Record<string, string | null | undefined>) =>
    paths.projectKeys(place, { state: filter.state, q: filter.q, month, ...change });
  const shown = (count: number) => (count === mostCounted ? t("manyCounted") : count);
  const tab = (state: ShownState | null) => ({
    href: link({ state }),
    label: t(state ? `state.${state}` : "all.tab"),
    count: shown(counts[state ?? "all"]),
    state: state ? keyMarks[state] : undefined,
    current: filter.state === state,
  });
  const manages = can(holder, "project-keys:manage");
  const off = caller.viewing
    ? t("project.viewing")
    : !can(holder, "project-keys:own")
      ? t("project.roleOff")
      : null;
  const add = (solid: boolean) =>
    off ? (
      <Button variant="solid" icon="plus" reason={off} reasonAt="before">
        {t("new")}
      </Button>
    ) : (
      <ButtonLink href={paths.newProjectKey(place)} variant={solid ? "solid" : "outline"} icon="plus">
        {t("new")}
      </ButtonLink>
    );
  return (
    <Texts of={["keys.row", "keys.rotate", "keys.life", "keys.revoke", "keys.shown", "dialog"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization(place) },
          { label: project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["keys", "usage"]} where={{ project: scope.projectId }} every={2000} />
        <ShownKeys>
          <PageHead
            title={t("title")}
            lead={t.rich(manages ? "project.lead" : "project.leadOwn", {
              link: (chunks) =>
                can(scope.holder, "credentials:read") ? (
                  <Link className="link" href={paths.credentials(place)}>
                    {chunks}
                  </Link>
                ) : (
                  chunks
                ),
            })}
            actions={add(true)}
          />
          {counts.all === 0 && !filter.q ? (
            <Empty title={t("project.emptyTitle")} action={!off && add(false)}>
              {t("project.empty")}
            </Empty>
          ) : (
            <>
              <EndingNotes
                org={place.org}
                scope={scope}
                keys={data.ending}
                count={counts.ending}
                most={data.most}
              />
              <TabLinks
                label={t("tabs")}
                tabs={[
                  tab(null),
                  ...shownStates.filter((state) => counts[state] > 0 || filter.state === state).map(tab),
                ]}
              />
              <div className="flex flex-wrap items-center gap-2 pt-3 pb-1">
                <Find
                  action={paths.projectKeys(place)}
                  q={filter.q}
                  kept={{ state: filter.state, month }}
                  clearHref={link({ q: null })}
                  words={{
                    label: t("find.label"),
                    placeholder: t("find.placeholder"),
                    submit: t("find.submit"),
                    found: t("find.found", { q: filter.q }),
                    clear: t("find.clear"),
                  }}
                />
              </div>
              <Paged
                page={page}
                at={filter}
                link={link}
                summary={t("count", { count: page.rows.length })}
                empty={
                  <Empty
                    underTabs
                    title={t("noneTitle")}
                    action={<ButtonLink href={paths.projectKeys(place)}>{t("noneAction")}</ButtonLink>}
                  >
                    {t("none")}
                  </Empty>
                }
              >
                <KeyTable
                  keys={page.rows}
                  usage={usage}
                  href={({ id }) => paths.projectKey({ ...place, key: id })}
                  action={(apiKey, used) => (
                    <KeyMenu
                      org={place.org}
                      apiKey={forDialog(apiKey, data.most)}
                      state={shownStateOf(apiKey)}
                      use={lastUseOf(apiKey, used)}
                      may={mayWith(scope, apiKey)}
                      href={paths.projectKey({ ...place, key: apiKey.id })}
                      where={whereOf(apiKey, project.tier)}
                    />
                  )}
                />
              </Paged>
            </>
          )}
        </ShownKeys>
        {data.used && (counts.all > 0 || data.used.total.requests > 0 || month) && (
          <MonthUsage place={place} range={range} {...data.used} link={(to) => link({ month: to })} />
        )}
      </Page>
    </Texts>
  );
}
