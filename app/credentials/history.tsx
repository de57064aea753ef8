import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { AuditRow } from "#lib/domain/audit/data.ts";

/** What was done with a credential last, as the audit log has it. */
export function History({ place, name, rows }: { place: Place; name: string; rows: AuditRow[] }) {
  const t = useTranslations("credentials.detail");
  const { org, project } = place;
  const auditPath =
    project === undefined
      ? paths.audit({ org }, { q: name })
      : paths.projectAudit({ org, project }, { action: "credentials", q: name });
  return (
    <Section
      title={t("history")}
      action={
        <Link className="link" href={auditPath}>
          {t("allInAudit")}
        </Link>
      }
    >
      {rows.length === 0 ? (
        <p className="text-ink-2">{t("noHistory")}</p>
      ) : (
        <Table caption={t("historyCaption")}>
          <TableHead>
            <HeadCell>{t("what")}</HeadCell>
            <HeadCell>{t("who")}</HeadCell>
            <HeadCell num>{t("at")}</HeadCell>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <Row key={row.id}>
                <Cell first className="wrap-anywhere">
                  <span className="font-mono text-xs">{row.action}</span>
                  {row.outcome === "refused" && <Sub>{t("refused", { reason: row.reason ?? "" })}</Sub>}
                </Cell>
                <Cell dim>{row.actorName}</Cell>
                <Cell num>
                  <Time at={row.at} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
