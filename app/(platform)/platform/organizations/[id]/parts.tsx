import { useTranslations } from "next-intl";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { Paged } from "#components/table/paged.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import type { TenantPersonRow, TenantProjectRow } from "#lib/domain/platform/data.ts";
import type { PartFilter } from "#lib/domain/platform/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { Members } from "./members.tsx";
import { Projects } from "./projects.tsx";

/** The organization's people or its projects, found by how a name begins, a page at a time. */
export function Parts({
  organization,
  filter,
  list,
  viewer,
}: {
  organization: { id: string; slug: string; state: string; people: number; projects: number };
  filter: PartFilter;
  list: { people: Page<TenantPersonRow> } | { projects: Page<TenantProjectRow> };
  viewer: string;
}) {
  const t = useTranslations("platform.organization");
  const w = useTranslations(`platform.organization.${filter.tab === "people" ? "members" : "projects"}`);
  const { q, tab } = filter;
  const page = "people" in list ? list.people : list.projects;
  return (
    <div className="mt-10">
      <TabLinks
        label={t("parts")}
        tabs={(["people", "projects"] as const).map((one) => ({
          href: paths.platformOrganization(organization, { tab: one }),
          label: t(`${one === "people" ? "members" : "projects"}.title`),
          count: organization[one],
          current: tab === one,
        }))}
      />
      <div className="my-3">
        <Find
          action={paths.platformOrganization(organization)}
          q={q}
          clearHref={paths.platformOrganization(organization, { tab })}
          kept={{ tab }}
          words={{
            label: w("find"),
            placeholder: w("placeholder"),
            submit: t("find"),
            found: t("found", { q }),
            clear: w("clear"),
          }}
        />
      </div>
      <Paged
        page={page}
        at={filter}
        link={(at) => paths.platformOrganization(organization, { tab, q, ...at })}
        summary={w("shown", { count: page.rows.length })}
        empty={<Empty title={q ? t("noneTitle") : w("emptyTitle")}>{q ? t("none") : w("empty")}</Empty>}
      >
        {"people" in list ? (
          <Members organization={organization} people={list.people.rows} viewer={viewer} />
        ) : (
          <Projects projects={list.projects.rows} />
        )}
      </Paged>
    </div>
  );
}
