import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { JobRow } from "#lib/domain/platform/data.ts";

const kinds: Record<string, StateKind> = {
  created: "queued",
  retry: "waiting",
  active: "running",
  failed: "failed",
};

/** Jobs that are not done, with the words of their last error. */
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
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
