import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatMoney, formatNumber } from "#components/ui/format.ts";
import type { UsageRow, UsageSums } from "#lib/domain/usage/data.ts";

/** What a project used of models, by key, with what it comes to. Keys that the viewer does not see are one row. */
export function MonthUsage({
  place,
  rows,
  total,
}: {
  place: { org: string; project: string };
  rows: readonly UsageRow[];
  total: UsageSums;
}) {
  const t = useTranslations("keys.used");
  const sums = (of: UsageSums) => (
    <>
      <Cell num label={t("requests")}>
        {formatNumber(of.requests)}
      </Cell>
      <Cell num label={t("tokens")}>
        {formatNumber(of.promptTokens + of.completionTokens)}
      </Cell>
      <Cell num label={t("cost")}>
        {formatMoney(of.cost.toFixed(4))}
      </Cell>
    </>
  );
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeadCell>{t("key")}</HeadCell>
        <HeadCell num>{t("requests")}</HeadCell>
        <HeadCell num>{t("tokens")}</HeadCell>
        <HeadCell num>{t("cost")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell first className="wrap-anywhere">
              {row.id ? (
                <Link
                  className="quiet-link"
                  prefetch={false}
                  href={paths.projectKey({ ...place, key: row.id })}
                >
                  {row.name}
                </Link>
              ) : (
                t("others")
              )}
            </Cell>
            {sums(row)}
          </Row>
        ))}
        {rows.length > 1 && (
          <Row>
            <Cell first className="font-mid">
              {t("all")}
            </Cell>
            {sums(total)}
          </Row>
        )}
      </TableBody>
    </Table>
  );
}
