import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AuditRow } from "#lib/domain/audit/data.ts";

/** Rows of the log. Each row's number opens it, where there is a place to open it at; `places` says what is written under where. */
export function AuditTable({
  rows,
  open = null,
  linkTo,
  places = null,
  caption,
}: {
  rows: AuditRow[];
  open?: string | null;
  linkTo: ((row: string) => string) | null;
  places?: "project" | "organization" | null;
  caption?: string;
}) {
  const t = useTranslations("audit.table");
  const w = useTranslations("audit");
  const place = (row: AuditRow) => (places === "organization" ? row.organization : row.project);
  return (
    <Table caption={caption ?? t("caption")} rows="tall">
      <TableHead>
        <HeadCell num>{t("row")}</HeadCell>
        <HeadCell className="w-26">{t("outcome")}</HeadCell>
        <HeadCell>{t("action")}</HeadCell>
        <HeadCell>{t("target")}</HeadCell>
        <HeadCell>{t("who")}</HeadCell>
        {places && <HeadCell>{t("place")}</HeadCell>}
        <HeadCell num>{t("at")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id} selected={row.id === open}>
            <Cell num label={t("row")}>
              {linkTo ? (
                <Link
                  href={linkTo(row.id)}
                  prefetch={false}
                  scroll={false}
                  className="link"
                  aria-label={t("open", { seq: row.seq })}
                  aria-current={row.id === open ? "true" : undefined}
                >
                  #{row.seq}
                </Link>
              ) : (
                `#${row.seq}`
              )}
            </Cell>
            <Cell>
              <State kind={row.outcome === "refused" ? "off" : "done"}>{w(`outcome.${row.outcome}`)}</State>
            </Cell>
            <Cell first className="wrap-anywhere">
              <span className="font-mono text-xs">{row.action}</span>
              {row.reason && <Sub className="font-mono">{row.reason}</Sub>}
            </Cell>
            <Cell className="wrap-anywhere">
              {row.targetName ??
                (row.targetId && <span className="font-mono text-xs">{row.targetId}</span>) ??
                row.targetKind ??
                DASH}
              {row.targetKind && (row.targetName ?? row.targetId) && <Sub inline>{row.targetKind}</Sub>}
            </Cell>
            <Cell className="wrap-anywhere">
              {row.actorName}
              <Sub inline>{w(`via.${row.via}`)}</Sub>
            </Cell>
            {places && (
              <Cell className="wrap-anywhere">
                {place(row) ? (
                  <span className="font-mono text-xs">{place(row)}</span>
                ) : places === "organization" ? (
                  t("platform")
                ) : (
                  DASH
                )}
              </Cell>
            )}
            <Cell num>
              <Time at={row.at} as="exact" />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
