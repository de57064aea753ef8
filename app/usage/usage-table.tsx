import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatCost, formatNumber } from "#components/ui/format.ts";
import { shownCosts, type UsageRow, type UsageSums } from "#lib/domain/usage/rules.ts";

/** What was used by key, model or project, the most first, with what it comes to; a row without an id is of all others. `href` is where a row's name leads, if anywhere. */
export function UsageTable({
  by,
  rows,
  total,
  href,
}: {
  by: "key" | "model" | "project";
  rows: readonly UsageRow[];
  total: UsageSums;
  href?: (id: string) => string | undefined;
}) {
  const t = useTranslations("usage");
  const costs = shownCosts(
    rows.map(({ cost }) => cost),
    total.cost,
  );
  const sums = (of: UsageSums, cost: number) => (
    <>
      <Cell num label={t("requests")}>
        {formatNumber(of.requests)}
      </Cell>
      <Cell num label={t("failures")}>
        {formatNumber(of.failures)}
      </Cell>
      <Cell num label={t("tokens")}>
        {formatNumber(of.promptTokens + of.completionTokens)}
      </Cell>
      <Cell num label={t("cost")}>
        {formatCost(cost)}
      </Cell>
    </>
  );
  return (
    <Table caption={t(`by.${by}`)}>
      <TableHead>
        <HeadCell>{t(`head.${by}`)}</HeadCell>
        <HeadCell num>{t("requests")}</HeadCell>
        <HeadCell num>{t("failures")}</HeadCell>
        <HeadCell num>{t("tokens")}</HeadCell>
        <HeadCell num>{t("cost")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row, index) => (
          <Row key={row.id}>
            <Cell first className="wrap-anywhere">
              <Name at={href?.(row.id)}>{row.id ? row.name : t(`others.${by}`)}</Name>
            </Cell>
            {sums(row, costs[index] ?? 0)}
          </Row>
        ))}
        {rows.length > 1 && (
          <Row>
            <Cell first className="font-mid">
              {t("all")}
            </Cell>
            {sums(
              total,
              costs.reduce((all, one) => all + one, 0),
            )}
          </Row>
        )}
      </TableBody>
    </Table>
  );
}

function Name({ at, children }: { at: string | undefined; children: string }) {
  if (!at) return children;
  return (
    <Link className="quiet-link" prefetch={false} href={at}>
      {children}
    </Link>
  );
}
