import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { sessionPhaseKind } from "#app/states.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { EmptyPage, Pager } from "#components/table/pager.tsx";
import { SelectionProvider } from "#components/table/selection.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { allows } from "#lib/domain/projects/rules.ts";
import { countSessions, listSessions } from "#lib/domain/sessions/data.ts";
import { mayStop, type PhaseGroup, phaseGroups } from "#lib/domain/sessions/rules.ts";
import { sessionFilter } from "#lib/domain/sessions/schema.ts";
import { NewSessionButton } from "../../new-session-button.tsx";
import { BulkStop } from "./bulk-stop.tsx";
import { FilterSwitch } from "./filter-switch.tsx";
import { SessionTable } from "./session-table.tsx";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("list.title") };
}

/** A project's sessions, newest first. What is shown stands in the address. */
export default async function SessionsPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("sessions.list")]);
  const filter = sessionFilter.parse({
    state: query.state ?? null,
    mine: query.mine === "1",
    q: query.q ?? "",
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { scope, data } = await readProject(place, "sessions:read", async ({ tx, scope }) => ({
    page: await listSessions(tx, scope.projectId, filter, scope.userId),
    counts: await countSessions(tx, scope.projectId),
  }));
  const { page, counts } = data;
  const mine = filter.mine ? "1" : null;
  const link = (change: Record<string, string | null>) =>
    paths.sessions(place, { state: filter.state, mine, q: filter.q, ...change });
  const tab = (group: PhaseGroup | null) => ({
    href: link({ state: group }),
    label: t(group ?? "all"),
    count: counts[group ?? "all"],
    state: group ? sessionPhaseKind(phaseGroups[group][0]) : undefined,
    current: filter.state === group,
  });
  const narrowed = Boolean(filter.state || filter.mine || filter.q);
  return (
    <Texts of={["sessions.bulk"]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["sessions"]} where={{ project: scope.projectId }} />
        <PageHead
          title={t("title")}
          actions={
            <NewSessionButton
              place={place}
              mayStart={can(scope.holder, "sessions:create")}
              ready={allows("startSession", scope.project.phase)}
            />
          }
        />
        {counts.all === 0 ? (
          <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
        ) : (
          <>
            <TabLinks
              label={t("tabs")}
              tabs={[tab(null), ...(Object.keys(phaseGroups) as PhaseGroup[]).map((group) => tab(group))]}
            />
            <div className="flex flex-wrap items-center gap-2 pt-3 pb-1">
              <Find
                action={paths.sessions(place)}
                q={filter.q}
                kept={{ state: filter.state, mine }}
                clearHref={link({ q: null })}
                words={{
                  label: t("find.label"),
                  placeholder: t("find.placeholder"),
                  submit: t("find.submit"),
                  found: t("find.found", { q: filter.q }),
                  clear: t("find.clear"),
                }}
              />
              <FilterSwitch on={filter.mine} href={link({ mine: filter.mine ? null : "1" })}>
                {t("find.mine")}
              </FilterSwitch>
            </div>
            {page.rows.length === 0 && (filter.before || filter.after) ? (
              <EmptyPage href={link({})} />
            ) : page.rows.length === 0 ? (
              <Empty
                title={t("noneTitle")}
                action={<ButtonLink href={paths.sessions(place)}>{t("noneAction")}</ButtonLink>}
              >
                {t("none")}
              </Empty>
            ) : (
              <SelectionProvider ids={page.rows.map((row) => row.id)}>
                <SessionTable place={place} rows={page.rows} />
                <Pager
                  summary={
                    narrowed
                      ? t("shownFiltered", { shown: page.rows.length })
                      : t("shown", { shown: page.rows.length, count: counts.all })
                  }
                  newer={page.newer && link({ after: page.newer })}
                  older={page.older && link({ before: page.older })}
                />
                <BulkStop
                  place={place}
                  stoppable={page.rows.filter((row) => mayStop(row.phase)).map((row) => row.id)}
                  allowed={can(scope.holder, "sessions:stop")}
                />
              </SelectionProvider>
            )}
          </>
        )}
      </Page>
    </Texts>
  );
}
