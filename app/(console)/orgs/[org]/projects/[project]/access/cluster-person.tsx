import { getTranslations } from "next-intl/server";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { askCluster } from "#lib/domain/access/cluster.ts";
import {
  type Bound,
  clusterResource,
  differences,
  namesIn,
  type Orphan,
  permissionsAt,
  type Subject,
  verbOf,
} from "#lib/domain/access/explain.ts";
import { Away } from "./away.tsx";
import { Bindings, ClusterMark } from "./disagreements.tsx";

/** What the API server answers about one subject, act by act, and the bindings that name it. */
export async function ClusterPerson({
  namespace,
  frozen,
  subject,
  bound,
  lost,
}: {
  namespace: string;
  frozen: boolean;
  subject: Subject;
  bound: Bound[];
  lost: Orphan[];
}) {
  const t = await getTranslations("access");
  if (!subject.cluster)
    return <p className="mt-6 text-ink-2">{t("cluster.unknownThere", { name: subject.name })}</p>;
  const permissions = permissionsAt("project").filter((permission) => verbOf(permission));
  const rows = await Promise.all(
    permissions.map(async (permission) => ({
      permission,
      asked: await askCluster([subject], permission, namespace),
    })),
  );
  const failed = rows.flatMap(({ asked }) => (asked.ok ? [] : [asked.message]))[0];
  if (failed !== undefined) return <Away message={failed} />;
  return (
    <>
      <Section title={t("cluster.person")}>
        <Table caption={t("cluster.personCaption", { name: subject.name })} plain>
          <TableHead>
            <HeadCell className="w-28">{t("head.cluster")}</HeadCell>
            <HeadCell className="w-64">{t("head.act")}</HeadCell>
            <HeadCell>{t("head.means")}</HeadCell>
          </TableHead>
          <TableBody>
            {rows.map(({ permission, asked }) => {
              const said = asked.ok ? asked.said : new Map<Subject, boolean>();
              const [differs] = differences([subject], permission, said, frozen);
              return (
                <Row key={permission}>
                  <Cell>
                    <ClusterMark yes={said.get(subject) ?? false} />
                  </Cell>
                  <Cell first mono className="wrap-anywhere">
                    {verbOf(permission)} {clusterResource.resource}
                  </Cell>
                  <Cell first dim>
                    {!differs
                      ? t("cluster.asPortal")
                      : differs.portal
                        ? t("cluster.portalOnly")
                        : t("cluster.clusterOnly")}
                  </Cell>
                </Row>
              );
            })}
          </TableBody>
        </Table>
      </Section>
      <Bindings rows={namesIn(bound, subject)} lost={lost} />
    </>
  );
}
