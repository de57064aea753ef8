import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { SessionState } from "#app/state-marks.tsx";
import { SelectAll, SelectRow } from "#components/table/selection.tsx";
import { Cell, HeadCell, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { Elapsed, Time } from "#components/ui/time.tsx";
import type { SessionRow } from "#lib/domain/sessions/data.ts";

const quiet = new Set(["Running", "Succeeded", "Stopped"]);
const red = new Set(["Failed", "TimedOut"]);

/** Today's rows show the time, older ones the day; both show all of it on hover and focus. */
const isToday = (at: Date) => at.toISOString().slice(0, 10) === new Date().toISOString().slice(0, 10);

/** The rows of one page. A row that waits or failed says why under its title. */
export function SessionTable({
  place,
  rows,
}: {
  place: { org: string; project: string };
  rows: SessionRow[];
}) {
  const t = useTranslations("sessions.list");
  return (
    <Table caption={t("caption")} rows="tall">
      <TableHead>
        <SelectAll />
        <HeadCell className="w-29">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.session")}</HeadCell>
        <HeadCell>{t("head.agent")}</HeadCell>
        <HeadCell>{t("head.owner")}</HeadCell>
        <HeadCell num>{t("head.tokens")}</HeadCell>
        <HeadCell num>{t("head.time")}</HeadCell>
        <HeadCell num>{t("head.started")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <SelectRow key={row.id} id={row.id} label={t("select", { title: row.title })}>
            <Cell first>
              <SessionState phase={row.phase} />
            </Cell>
            <Cell first className="wrap-anywhere">
              <Link href={paths.session({ ...place, session: row.id })} prefetch={false}>
                {row.title}
              </Link>
              <Sub>
                <span className="font-mono">{row.resourceName.slice(0, 12)}</span>
                {!quiet.has(row.phase) && row.message && (
                  <>
                    {" · "}
                    <span className={red.has(row.phase) ? "text-bad" : undefined}>{row.message}</span>
                  </>
                )}
              </Sub>
            </Cell>
            <Cell className="md:whitespace-nowrap">
              {row.agent}
              <Sub inline>{row.model}</Sub>
            </Cell>
            <Cell clip>{row.owner}</Cell>
            <Cell num label={t("tokens")}>
              {formatNumber(row.tokens)}
            </Cell>
            <Cell num>
              {row.startTime ? <Elapsed since={row.startTime} until={row.completionTime} /> : DASH}
            </Cell>
            <Cell num hide>
              <Time at={row.createdAt} as={isToday(row.createdAt) ? "clock" : "day"} />
            </Cell>
          </SelectRow>
        ))}
      </TableBody>
    </Table>
  );
}
