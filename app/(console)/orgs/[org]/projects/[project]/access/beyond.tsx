import { getTranslations } from "next-intl/server";
import { Pages } from "#app/access/pages.tsx";
import type { AccessPlace } from "#app/access/place.ts";
import { Who } from "#app/access/who.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Note } from "#components/ui/note.tsx";
import { State } from "#components/ui/state.tsx";
import { askBeyond } from "#lib/domain/access/cluster.ts";
import {
  type Bound,
  type ClusterAct,
  clusterActs,
  type Orphan,
  type Subject,
  strangersOf,
  subjectKey,
} from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { Away } from "./away.tsx";
import { Bindings } from "./disagreements.tsx";

const acts = Object.keys(clusterActs) as ClusterAct[];

/** Who could get past the portal: of everybody whom the cluster knows, whether it lets them do what no role of Portico's does. */
export async function Beyond({
  place,
  query,
  page,
  bots,
  namespace,
  bound,
  lost,
}: {
  place: AccessPlace;
  query: AccessQuery;
  page: Page<Subject>;
  bots: Subject[];
  namespace: string;
  bound: Bound[];
  lost: Orphan[];
}) {
  const t = await getTranslations("access");
  const others = strangersOf(lost);
  // Whom the portal does not name comes first: that is who is looked for.
  const subjects = [
    ...(page.newer === null ? others : []),
    ...page.rows,
    ...(page.older === null ? bots : []),
  ];
  const asked = await askBeyond(subjects, namespace);
  if (!asked.ok) return <Away message={asked.message} />;
  const rows = subjects.flatMap((subject) => {
    const said = asked.said.get(subject);
    return said ? [{ subject, said, past: acts.some((act) => said[act]) }] : [];
  });
  const past = rows.filter((row) => row.past).length;
  return (
    <>
      <Note kind={past > 0 ? "warn" : "done"} className="my-6">
        {past > 0
          ? t("beyond.some", { count: past, asked: rows.length })
          : t("beyond.none", { count: rows.length })}{" "}
        {(page.newer || page.older) && `${t("cluster.part")} `}
        {t("beyond.limit")}
      </Note>
      <Table caption={t("beyond.caption", { place: place.name })} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-64">{t("head.who")}</HeadCell>
          {acts.map((act) => (
            <HeadCell key={act}>{t(`beyond.act.${act}`)}</HeadCell>
          ))}
        </TableHead>
        <TableBody>
          {rows.map(({ subject, said }) => (
            <Row key={`${subjectKey(subject)} ${others.includes(subject)}`}>
              <Cell first className="wrap-anywhere">
                {others.includes(subject) ? (
                  <>
                    <span className="font-mid">{subject.name}</span>
                    <Sub inline>{t("beyond.stranger")}</Sub>
                  </>
                ) : (
                  <Who place={place} subject={subject} />
                )}
              </Cell>
              {acts.map((act) => (
                <Cell key={act} label={t(`beyond.act.${act}`)}>
                  <State kind={said[act] ? "waiting" : "off"}>
                    {t(said[act] ? "cluster.yes" : "cluster.no")}
                  </State>
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
      <Pages place={place} query={query} page={page} />
      <Bindings rows={bound} lost={lost} />
    </>
  );
}
