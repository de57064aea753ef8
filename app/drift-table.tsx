import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Said } from "#components/ui/said.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { DriftRow } from "#lib/domain/drift/data.ts";
import type { PlatformDriftRow } from "#lib/domain/platform/work.ts";
import { paths } from "./paths.ts";

type Props = { rows: DriftRow[]; places?: false } | { rows: PlatformDriftRow[]; places: true };

const kinds: Record<DriftRow["state"], StateKind> = {
  repaired: "done",
  repairing: "starting",
  refused: "failed",
};

/** Each change with what differed, who it was as far as the cluster knows, and how it ended; with `places`, in which project. */
export function DriftTable({ rows, places }: Props) {
  const t = useTranslations("drift");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-32">{t("head.state")}</HeadCell>
        {places && <HeadCell className="w-44">{t("head.place")}</HeadCell>}
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
            {"project" in row && <PlaceCell row={row} />}
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

/** The project, and the organization that it is of. */
function PlaceCell({ row: { project, organization } }: { row: PlatformDriftRow }) {
  const { id } = organization;
  return (
    <Cell first className="wrap-anywhere">
      <Link href={paths.platformOrganization({ id }, { tab: "projects", q: project.slug })} className="link">
        {project.displayName}
      </Link>
      <Sub>{organization.displayName}</Sub>
    </Cell>
  );
}
