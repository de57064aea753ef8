import Link from "next/link";
import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH } from "#components/ui/format.ts";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { JobRow, JobState } from "#lib/domain/platform/work.ts";
import { discardJobAction, retryJobAction } from "./actions.ts";

const kinds: Record<JobState, StateKind> = {
  created: "queued",
  retry: "waiting",
  active: "running",
  failed: "failed",
};

/** The organization and the project that a job is about, as far as they still exist. */
function About({ job: { organization, project } }: { job: JobRow }) {
  if (!organization) return null;
  const { id } = organization;
  return (
    <Sub>
      <Link href={paths.platformOrganization({ id })} className="link">
        {organization.displayName}
      </Link>
      {project && (
        <>
          {" / "}
          <Link
            href={paths.platformOrganization({ id }, { tab: "projects", q: project.slug })}
            className="link"
          >
            {project.displayName}
          </Link>
        </>
      )}
    </Sub>
  );
}

/** Jobs that are not done, with the words of their last error; those that gave up with what can be done about them. */
export function JobTable({ jobs }: { jobs: JobRow[] }) {
  const t = useTranslations("platform.jobs");
  const s = useTranslations("platform.jobs.is");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-44">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.job")}</HeadCell>
        <HeadCell>{t("head.says")}</HeadCell>
        <HeadCell num>{t("head.try")}</HeadCell>
        <HeadCell num>{t("head.since")}</HeadCell>
        <HeadCell num>{t("head.next")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {jobs.map((job) => (
          <Row key={job.id}>
            <Cell first>
              <State kind={kinds[job.state]}>{s(job.state)}</State>
            </Cell>
            <Cell first>
              <span className="font-mono text-xs">{job.name}</span>
              <About job={job} />
            </Cell>
            <Cell dim first className="wrap-anywhere">
              {job.error ?? DASH}
            </Cell>
            <Cell num label={t("try")}>
              {t("of", { tries: job.tries, most: job.most })}
            </Cell>
            <Cell num dim>
              <Time at={job.createdAt} />
            </Cell>
            <Cell num dim label={t("next")}>
              {job.state === "retry" && <Time at={job.startAfter} />}
              {job.state === "failed" && t("gaveUp")}
              {(job.state === "created" || job.state === "active") && DASH}
            </Cell>
            <Cell act>
              {job.state === "failed" && (
                <span className="inline-flex gap-2">
                  <DoButton
                    size="s"
                    action={retryJobAction}
                    input={{ jobId: job.id }}
                    name={t("retryName", { name: job.name })}
                    done={t("retried", { name: job.name })}
                  >
                    {t("retry")}
                  </DoButton>
                  <DoButton
                    size="s"
                    variant="danger"
                    action={discardJobAction}
                    input={{ jobId: job.id }}
                    name={t("discardName", { name: job.name })}
                    done={t("discarded", { name: job.name })}
                  >
                    {t("discard")}
                  </DoButton>
                </span>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
