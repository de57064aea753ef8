import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatBytes, formatNumber } from "#components/ui/format.ts";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ExportRow } from "#lib/domain/exports/data.ts";
import { fileName } from "#lib/domain/exports/rules.ts";

const kinds: Record<ExportRow["state"], StateKind> = {
  queued: "queued",
  running: "running",
  done: "done",
  failed: "failed",
  expired: "ended",
};

/**
 * Files; one that is ready can be had from its row.
 * @param owner what their names say of whose they are
 */
export function ExportTable({
  owner,
  rows,
  hrefOf,
}: {
  owner: string;
  rows: ExportRow[];
  hrefOf: (id: string) => string;
}) {
  const t = useTranslations("exports");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-32">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.what")}</HeadCell>
        <HeadCell num>{t("head.rows")}</HeadCell>
        <HeadCell num>{t("head.size")}</HeadCell>
        <HeadCell>{t("head.who")}</HeadCell>
        <HeadCell num>{t("head.asked")}</HeadCell>
        <HeadCell num>{t("head.expires")}</HeadCell>
        <HeadCell hidden>{t("head.file")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const file = fileName(row.kind, owner, row.format, row.createdAt);
          return (
            <Row key={row.id}>
              <Cell first>
                <State kind={kinds[row.state]}>{t(`state.${row.state}`)}</State>
                {row.message === "rights_gone" && <Sub>{t("rights_gone")}</Sub>}
              </Cell>
              <Cell first>
                {t(`kind.${row.kind}`)}
                <Sub className="font-mono wrap-anywhere">{file}</Sub>
              </Cell>
              <Cell num label={t("head.rows")}>
                {formatNumber(row.rows)}
              </Cell>
              <Cell num label={t("head.size")}>
                {formatBytes(row.bytes)}
              </Cell>
              <Cell className="wrap-anywhere">{row.askedBy ?? t("portico")}</Cell>
              <Cell num label={t("head.asked")}>
                <Time at={row.createdAt} />
              </Cell>
              <Cell num dim label={t("head.expires")}>
                {row.expiresAt ? <Time at={row.expiresAt} as="date" /> : DASH}
              </Cell>
              <Cell act>
                {row.state === "done" && (
                  <a href={hrefOf(row.id)} download={file} aria-label={t("downloadNamed", { file })}>
                    {t("download")}
                  </a>
                )}
              </Cell>
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}
