import { useTranslations } from "next-intl";
import type { AccessPlace } from "#app/access/place.ts";
import { Who } from "#app/access/who.tsx";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { type Bound, type Difference, type Orphan, subjectKey } from "#lib/domain/access/explain.ts";

/** What one side says, as glyph and word. */
export function ClusterMark({ yes }: { yes: boolean }) {
  const t = useTranslations("access.cluster");
  return yes ? <State kind="done">{t("yes")}</State> : <State kind="off">{t("no")}</State>;
}

/** Of whom the portal says one thing and the cluster another. */
export function Differences({ place, rows }: { place: AccessPlace; rows: Difference[] }) {
  const t = useTranslations("access");
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
              <Cell label={t("head.portal")}>
                <ClusterMark yes={portal} />
              </Cell>
              <Cell label={t("head.cluster")}>
                <ClusterMark yes={cluster} />
              </Cell>
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
  const t = useTranslations("access.cluster");
  return (
    <Section title={t("orphans")} note={formatNumber(rows.length)} className="mb-10">
      <BindingTable caption={t("orphansCaption")} rows={rows} />
    </Section>
  );
}

/** The cluster's own bindings, each with whether somebody of the portal stands behind it. */
export function Bindings({ rows, lost }: { rows: Bound[]; lost: Orphan[] }) {
  const t = useTranslations("access.cluster");
  if (rows.length === 0) return null;
  const why = new Map(lost.map((one) => [keyOf(one), one.why]));
  return (
    <Section title={t("bindings")} note={formatNumber(rows.length)}>
      <BindingTable
        caption={t("bindingsCaption")}
        rows={rows.map((row) => ({ ...row, why: why.get(keyOf(row)) ?? "known" }))}
      />
    </Section>
  );
}

const keyOf = ({ binding, kind, name }: Bound) => `${binding} ${kind} ${name}`;

function BindingTable({
  caption,
  rows,
}: {
  caption: string;
  rows: (Bound & { why: Orphan["why"] | "known" })[];
}) {
  const t = useTranslations("access");
  return (
    <Table caption={caption} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-64">{t("head.who")}</HeadCell>
        <HeadCell className="w-52">{t("head.binding")}</HeadCell>
        <HeadCell className="w-40">{t("head.role")}</HeadCell>
        <HeadCell>{t("head.why")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={keyOf(row)}>
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
  );
}
