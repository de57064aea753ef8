import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { MonthChoice } from "#app/usage/month-choice.tsx";
import { UsageTable } from "#app/usage/usage-table.tsx";
import { DayChart } from "#components/chart/day-chart.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatMonth, formatNumber } from "#components/ui/format.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { readUsage, usedBefore } from "#lib/domain/usage/data.ts";
import { daysOf, monthRange, mostShown } from "#lib/domain/usage/rules.ts";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("usage"))("title") };
}

/** A month of what an organization's projects used of models: for those who answer for the money. The month stands in the address. */
export default async function UsagePage({ params, searchParams }: Props) {
  const [{ org }, { month }, t] = await Promise.all([params, searchParams, getTranslations("usage")]);
  const range = monthRange(month);
  const { scope, data } = await readTenant(org, "organization-usage:read", async ({ tx, scope }) => ({
    ...(await readUsage(tx, scope, range, ["day", "project", "model", "key"], mostShown)),
    earlier: await usedBefore(tx, scope, range.from),
    projects: await listProjects(tx, scope.organizationId, visibleProjects(scope)),
  }));
  const { by, total, earlier, projects } = data;
  const { displayName } = scope.organization;
  const slugs = new Map(projects.map(({ id, slug }) => [id, slug]));
  const projectAt = (id: string) => {
    const project = slugs.get(id);
    return project && paths.projectKeys({ org, project }, { month: range.from.slice(0, 7) });
  };
  const seesKeys = can(scope.holder, "keys:manage");
  const keyAt = (key: string) => (key && seesKeys ? paths.key({ org, key }) : undefined);
  const perDay = new Map(by.day.map(({ id, requests }) => [id, requests]));
  const named = { month: formatMonth(range.from) };
  const used = total.requests > 0;
  return (
    <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
      <LiveRefresh topics={["usage"]} every={2000} />
      <PageHead
        title={t("title")}
        lead={t("lead", { organization: displayName })}
        actions={
          <MonthChoice
            range={range}
            earlier={earlier}
            link={(to) => paths.usage({ org }, { month: to })}
            file={used ? paths.usageFile({ org }, { month: range.from.slice(0, 7) }) : null}
          />
        }
      />
      {used ? (
        <>
          <Section
            title={t("chart.label")}
            note={t("chart.sum", { ...named, sum: formatNumber(total.requests) })}
          >
            <DayChart
              days={daysOf(range).map((day) => ({ day, value: perDay.get(day) ?? 0 }))}
              words={{
                label: t("chart.label"),
                day: t("chart.day"),
                value: t("chart.unit"),
                asTable: t("chart.asTable"),
                asChart: t("chart.asChart"),
                hint: t("chart.hint"),
              }}
            />
          </Section>
          <Section title={t("by.project")}>
            <UsageTable by="project" rows={by.project} total={total} href={projectAt} />
          </Section>
          <Section title={t("by.model")}>
            <UsageTable by="model" rows={by.model} total={total} />
          </Section>
          <Section title={t("by.key")} note={!seesKeys && t("keysUnnamed")}>
            <UsageTable by="key" rows={by.key} total={total} href={keyAt} />
          </Section>
        </>
      ) : (
        <Empty title={t("empty", named)}>{t("emptyHint")}</Empty>
      )}
    </Page>
  );
}
