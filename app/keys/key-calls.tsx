import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatDollars, formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { KeyCall } from "#lib/domain/usage/data.ts";

/** The last calls of models with a key: by them its people tell their own from somebody else's. */
export function KeyCalls({ calls }: { calls: readonly KeyCall[] }) {
  const t = useTranslations("keys.page");
  return (
    <Table caption={t("calls")}>
      <TableHead>
        <HeadCell>{t("callStatus")}</HeadCell>
        <HeadCell>{t("callModel")}</HeadCell>
        <HeadCell num>{t("callTokens")}</HeadCell>
        <HeadCell num>{t("callCost")}</HeadCell>
        <HeadCell num>{t("callAt")}</HeadCell>
      </TableHead>
      <TableBody>
        {calls.map(({ id, at, model, status, tokens, cost }) => (
          <Row key={id}>
            <Cell>
              <State kind={status === "success" ? "done" : "failed"}>{t(`callOf.${status}`)}</State>
            </Cell>
            <Cell first className="wrap-anywhere">
              {model}
            </Cell>
            <Cell num label={t("callTokens")}>
              {formatNumber(tokens)}
            </Cell>
            <Cell num label={t("callCost")}>
              {formatDollars(cost)}
            </Cell>
            <Cell num>
              <Time at={at} as="exact" />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
