"use client";

import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State } from "#components/ui/state.tsx";
import type { Pasted } from "#lib/domain/invitations/rules.ts";

/** What was understood of the pasted text: who would be invited as what, and what cannot be read. */
export function AddressPreview({ rows }: { rows: Pasted[] }) {
  const t = useTranslations("members.inviting");
  const role = useTranslations("common.role");
  return (
    <section className="max-w-form">
      <h2 className="mb-2">{t("preview")}</h2>
      <Table caption={t("preview")} rows="dense" plain>
        <TableHead>
          <HeadCell>{t("address")}</HeadCell>
          <HeadCell>{t("role")}</HeadCell>
          <HeadCell>{t("state")}</HeadCell>
        </TableHead>
        <TableBody>
          {rows.slice(0, 300).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are as they were pasted, and may be alike
            <Row key={index}>
              <Cell first className="wrap-anywhere">
                {row.email ?? row.text}
              </Cell>
              <Cell dim>{row.problem === null && role(row.role)}</Cell>
              <Cell>
                {row.problem === null ? (
                  <State kind="queued" small>
                    {t("ready")}
                  </State>
                ) : row.problem === "twice" ? (
                  <State kind="off" small>
                    {t("twice")}
                  </State>
                ) : (
                  <State kind="failed" small>
                    {t("unread")}
                  </State>
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
