import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Said } from "#components/ui/said.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { DriftRow } from "#lib/domain/drift/data.ts";

const kinds: Record<DriftRow["state"], StateKind> = {
  repaired: "done",
  repairing: "starting",
  refused: "failed",
};

/** Each change with what differed, who it was as far as the cluster knows, and how it ended. */
export function DriftTable({ rows }: { rows: DriftRow[] }) {
  const t = useTranslations("drift");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-32">{t("head.state")}</HeadCell>
        <HeadCell className="w-52">{t("head.object")}</HeadCell>
        <HeadCell>{t("head.fields")}</HeadCell>
        <HeadCell className="w-44">{t("head.by")}</HeadCell>
        <HeadCell className="w-36">{t("head.seen")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell>
              <State kind={kinds[row.state]}>{t(`state.${row.state}`)}</State>
            </Cell>
            <Cell first className="wrap-anywhere">
              <span className="font-mono text-xs">{row.name}</span>
              <Sub inline>{row.kind}</Sub>
            </Cell>
            <Cell first dim className="wrap-anywhere">
              {row.operation === "Delete" ? (
                t("gone")
              ) : (
                <ul className="font-mono text-xs">
                  {row.fields.map((field) => (
                    <li key={field}>{field}</li>
                  ))}
                </ul>
              )}
              {row.message && (
                <div className="mt-2">
                  <Said label={t("clusterSaid")}>{row.message}</Said>
                </div>
              )}
            </Cell>
            <Cell label={t("head.by")} className="wrap-anywhere">
              {row.manager || <span className="text-ink-3">{t("nobody")}</span>}
              <Sub inline>{t(`with.${row.operation}`)}</Sub>
            </Cell>
            <Cell dim label={t("head.seen")} className="md:whitespace-nowrap">
              <Time at={row.seenAt} />
              {row.changedAt && (
                <Sub inline>
                  {t("changed")} <Time at={row.changedAt} as="clock" />
                </Sub>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
