import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { ProjectState } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { ProjectRow } from "#lib/domain/projects/data.ts";

/** The projects of an organization, by name. `active` counts the sessions that hold or want a place, by project id. */
export function ProjectTable({
  org,
  projects,
  active,
}: {
  org: string;
  projects: ProjectRow[];
  active: ReadonlyMap<string, number>;
}) {
  const t = useTranslations("organization");
  const c = useTranslations("common");
  return (
    <Table caption={t("caption")} rows="tall">
      <TableHead>
        <HeadCell>{t("head.state")}</HeadCell>
        <HeadCell>{t("head.project")}</HeadCell>
        <HeadCell>{t("head.namespace")}</HeadCell>
        <HeadCell>{t("head.tier")}</HeadCell>
        <HeadCell num>{t("head.active")}</HeadCell>
        <HeadCell num>{t("head.created")}</HeadCell>
      </TableHead>
      <TableBody>
        {projects.map((project) => (
          <Row key={project.id}>
            <Cell>
              <ProjectState phase={project.phase} />
            </Cell>
            <Cell first>
              <Link
                href={paths.project({ org, project: project.slug })}
                prefetch={false}
                className="font-mid"
              >
                {project.displayName}
              </Link>
              {project.phase !== "Ready" && project.message && <Sub>{project.message}</Sub>}
            </Cell>
            <Cell hide>
              <CodeId copyLabel={t("copyNamespace", { namespace: project.namespace })}>
                {project.namespace}
              </CodeId>
            </Cell>
            <Cell dim>{c(`tier.${project.tier}`)}</Cell>
            <Cell num label={t("active")}>
              {formatNumber(active.get(project.id) ?? 0)}
            </Cell>
            <Cell num dim hide>
              <Time at={project.createdAt} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
