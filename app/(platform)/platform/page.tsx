import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Funnel } from "#components/chart/funnel.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { List } from "#components/ui/kv.tsx";
import { Time } from "#components/ui/time.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { listRequests } from "#lib/domain/platform/data.ts";
import { jobFilter } from "#lib/domain/platform/schema.ts";
import {
  countWaiting,
  getFigures,
  getOnboardingFunnel,
  listJobs,
  listUnsettledProjects,
} from "#lib/domain/platform/work.ts";
import { Health } from "./health.tsx";
import { JobTable } from "./job-table.tsx";
import { UnsettledTable } from "./unsettled-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform"))("title") };
}

/** How many of the newest failed jobs, and of the requests that wait longest, are shown. */
const SHOWN = 5;
const newestFailed = jobFilter.parse({ state: "failed", kind: null, before: null, after: null });

/** What is not as it should be, and how newcomers fare; for the platform's own staff. */
export default async function PlatformPage() {
  const { data } = await readPlatform("platform:read", async ({ tx }) => ({
    figures: await getFigures(tx),
    projects: await listUnsettledProjects(tx),
    jobs: await listJobs(tx, newestFailed, SHOWN),
    requests: await listRequests(tx, { take: SHOWN }),
    waiting: (await countWaiting(tx)).requests,
    funnel: await getOnboardingFunnel(tx),
  }));
  const { figures, funnel } = data;
  const t = await getTranslations("platform");
  const trouble = data.projects.filter((project) => project.phase === "Degraded").length;
  const arrived = funnel.steps.at(-1)?.reached ?? 0;
  return (
    <Page crumbs={[{ label: t("title"), href: paths.platform() }]}>
      <LiveRefresh topics={["*"]} every={1000} />
      <PageHead title={t("title")} lead={t("lead", { failed: figures.jobsFailed, trouble })} />
      <Health figures={figures} />
      <Section title={t("unsettled.title")} note={data.projects.length || undefined}>
        <UnsettledTable projects={data.projects} />
      </Section>
      <Section
        title={t("jobs.newest")}
        action={
          <Link href={paths.platformJobs()} className="link">
            {t("jobs.all")}
          </Link>
        }
      >
        {data.jobs.rows.length === 0 ? (
          <p className="text-ink-3">{t("jobs.noneFailed")}</p>
        ) : (
          <JobTable jobs={data.jobs.rows} />
        )}
      </Section>
      {data.requests.length > 0 && (
        <Section title={t("approvals.title")} note={data.waiting}>
          <List>
            {data.requests.map(({ id, displayName, createdAt, user }) => (
              <li key={id} className="flex flex-wrap gap-x-3">
                <Link href={paths.platformApprovals()} className="link">
                  {displayName}
                </Link>
                <span>{user.email ?? user.displayName}</span>
                <span className="text-ink-3">
                  <Time at={createdAt} />
                </span>
              </li>
            ))}
          </List>
        </Section>
      )}
      <Section
        title={t("funnel.title")}
        note={funnel.started > 0 && t("funnel.note", { reached: arrived, started: funnel.started })}
      >
        {funnel.started === 0 ? (
          <p className="text-ink-3">{t("funnel.empty")}</p>
        ) : (
          <Funnel
            steps={[
              { label: t("funnel.steps.started"), reached: funnel.started, medianMs: null },
              ...funnel.steps.map((step) => ({
                label: t(`funnel.steps.${step.step}`),
                reached: step.reached,
                medianMs: step.medianSeconds === null ? null : step.medianSeconds * 1000,
              })),
            ]}
            words={{
              caption: t("funnel.caption"),
              step: t("funnel.step"),
              each: t("funnel.each"),
              reached: t("funnel.reached"),
              left: t("funnel.left"),
              median: t("funnel.median"),
              share: t.raw("funnel.share") as string,
            }}
          />
        )}
      </Section>
    </Page>
  );
}
