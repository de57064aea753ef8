import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { JobRow } from "#lib/domain/platform/data.ts";
import { discardJobAction, retryJobAction } from "./actions.ts";

const kinds: Record<string, StateKind> = {
  created: "queued",
  retry: "waiting",
  active: "running",
  failed: "failed",
};

/** Jobs that are not done, with the words of their last error; those that gave up with what can be done about them. */
export function JobTable({ jobs }: { jobs: JobRow[] }) {
  const t = useTranslations("platform.jobs");
  const s = useTranslations("platform.jobs.is");
  if (jobs.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
  return (
    <Table caption={t("caption")} plain>
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
              <State kind={kinds[job.state] ?? "queued"}>{s(job.state)}</State>
            </Cell>
            <Cell mono first>
              {job.name}
            </Cell>
            <Cell dim first className="wrap-anywhere">
              {job.error ?? DASH}
            </Cell>
            <Cell num label={t("try")}>
              {formatNumber(job.retries + 1)}
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
