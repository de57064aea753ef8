import { useTranslations } from "next-intl";
import type { AccessPlace } from "#app/(console)/orgs/[org]/access/place.ts";
import { Who } from "#app/(console)/orgs/[org]/access/who.tsx";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { type Difference, type Orphan, subjectKey } from "#lib/domain/access/explain.ts";

/** Of whom the portal says one thing and the cluster another. */
export function Differences({ place, rows }: { place: AccessPlace; rows: Difference[] }) {
  const t = useTranslations("access");
  const mark = (yes: boolean) =>
    yes ? <State kind="done">{t("cluster.yes")}</State> : <State kind="off">{t("cluster.no")}</State>;
  return (
    <Section title={t("cluster.differences")} note={formatNumber(rows.length)} className="mb-10">
      <Table caption={t("cluster.differencesCaption")} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-52">{t("head.who")}</HeadCell>
          <HeadCell className="w-28">{t("head.portal")}</HeadCell>
          <HeadCell className="w-28">{t("head.cluster")}</HeadCell>
          <HeadCell>{t("head.means")}</HeadCell>
        </TableHead>
        <TableBody>
          {rows.map(({ subject, portal, cluster }) => (
            <Row key={subjectKey(subject)}>
              <Cell first>
                <Who place={place} subject={subject} />
              </Cell>
              <Cell label={t("head.portal")}>{mark(portal)}</Cell>
              <Cell label={t("head.cluster")}>{mark(cluster)}</Cell>
              <Cell first dim>
                {portal ? t("cluster.portalOnly") : t("cluster.clusterOnly")}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

/** Bindings in the project's namespace that nobody of the portal stands behind. */
export function Orphans({ rows }: { rows: Orphan[] }) {
  const t = useTranslations("access");
  return (
    <Section title={t("cluster.orphans")} note={formatNumber(rows.length)} className="mb-10">
      <Table caption={t("cluster.orphansCaption")} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-64">{t("head.who")}</HeadCell>
          <HeadCell className="w-52">{t("head.binding")}</HeadCell>
          <HeadCell className="w-40">{t("head.role")}</HeadCell>
          <HeadCell>{t("head.why")}</HeadCell>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <Row key={`${row.binding} ${row.kind} ${row.name}`}>
              <Cell first className="wrap-anywhere">
                {row.name}
                <Sub inline>{row.kind}</Sub>
              </Cell>
              <Cell mono label={t("head.binding")} className="wrap-anywhere">
                {row.binding}
              </Cell>
              <Cell mono label={t("head.role")} className="wrap-anywhere">
                {row.role}
              </Cell>
              <Cell first dim>
                {t(`cluster.${row.why}`)}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
