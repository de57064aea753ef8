import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { jobFilter, jobStates } from "#lib/domain/platform/schema.ts";
import { countJobs, listFailedKinds, listJobs } from "#lib/domain/platform/work.ts";
import { JobTable } from "../job-table.tsx";
import { KindTable } from "./kind-table.tsx";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.jobs"))("title") };
}

/** The work that is not done, by state: what failed can be tried again or thrown away, one by one or a kind at once. */
export default async function JobsPage({ searchParams }: Props) {
  const query = await searchParams;
  const filter = jobFilter.parse({
    state: query.state ?? "failed",
    kind: query.kind ?? null,
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { data } = await readPlatform("platform:jobs", async ({ tx }) => ({
    page: await listJobs(tx, filter),
    counts: await countJobs(tx),
    kinds: filter.state === "failed" && !filter.kind ? await listFailedKinds(tx) : [],
  }));
  const { state, kind } = filter;
  const [t, p] = await Promise.all([getTranslations("platform.jobs"), getTranslations("platform")]);
  return (
    <Page crumbs={[{ label: p("title"), href: paths.platform() }, { label: t("title") }]}>
      <LiveRefresh topics={["*"]} every={1000} />
      <PageHead title={t("title")} lead={t("lead")} />
      <TabLinks
        label={t("states")}
        tabs={jobStates.map((one) => ({
          href: paths.platformJobs({ state: one, kind }),
          label: t(`is.${one}`),
          count: data.counts[one],
          current: state === one,
        }))}
      />
      <div className="mt-4">
        {kind && (
          <div className="mb-4">
            <Chip removeHref={paths.platformJobs({ state })} removeLabel={t("allKinds")}>
              {kind}
            </Chip>
          </div>
        )}
        {data.kinds.length > 0 && (
          <Section title={t("kinds.title")}>
            <KindTable kinds={data.kinds} />
          </Section>
        )}
        <Paged
          page={data.page}
          at={filter}
          link={(at) => paths.platformJobs({ state, kind, ...at })}
          summary={t("shown", { count: data.page.rows.length })}
          empty={
            <Empty underTabs title={t(`none.${state}`)}>
              {t("noneText")}
            </Empty>
          }
        >
          <JobTable jobs={data.page.rows} />
        </Paged>
      </div>
    </Page>
  );
}
