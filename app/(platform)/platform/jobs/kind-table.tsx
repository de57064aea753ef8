import Link from "next/link";
import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { FailedKind } from "#lib/domain/platform/work.ts";
import { discardJobsAction, retryJobsAction } from "../actions.ts";

/** The kinds of jobs that have failed, each with what can be done about all of them. */
export function KindTable({ kinds }: { kinds: FailedKind[] }) {
  const t = useTranslations("platform.jobs.kinds");
  const d = useTranslations("platform.jobs.kinds.discard");
  return (
    <Table caption={t("title")} plain>
      <TableHead>
        <HeadCell>{t("kind")}</HeadCell>
        <HeadCell num>{t("count")}</HeadCell>
        <HeadCell num>{t("newest")}</HeadCell>
        <HeadCell hidden>{t("actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {kinds.map(({ name: kind, count, newest }) => (
          <Row key={kind}>
            <Cell mono first>
              <Link href={paths.platformJobs({ state: "failed", kind })} className="link">
                {kind}
              </Link>
            </Cell>
            <Cell num label={t("count")}>
              {formatNumber(count)}
            </Cell>
            <Cell num dim label={t("newest")}>
              <Time at={newest} />
            </Cell>
            <Cell act>
              <span className="inline-flex gap-2">
                <DoButton
                  size="s"
                  action={retryJobsAction}
                  input={{ kind }}
                  name={t("retryName", { kind })}
                  done={t("retried", { kind })}
                >
                  {t("retry")}
                </DoButton>
                <ReasonDialog
                  size="s"
                  variant="danger"
                  danger
                  action={discardJobsAction}
                  input={{ kind }}
                  words={reasonWords(d, kind)}
                  name={d("name", { name: kind })}
                  done={d("done", { name: kind })}
                />
              </span>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
