import { useTranslations } from "next-intl";
import { ProjectState } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import type { TenantProjectRow } from "#lib/domain/platform/data.ts";

/** The organization's projects, the newest first. */
export function Projects({ projects }: { projects: TenantProjectRow[] }) {
  const t = useTranslations("platform.organization.projects");
  const c = useTranslations("common");
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-32">{t("state")}</HeadCell>
        <HeadCell>{t("project")}</HeadCell>
        <HeadCell>{t("tier")}</HeadCell>
      </TableHead>
      <TableBody>
        {projects.map((project) => (
          <Row key={project.id}>
            <Cell first>
              <ProjectState phase={project.phase} />
            </Cell>
            <Cell first>
              {project.displayName}
              <Sub className="font-mono">{project.namespace}</Sub>
            </Cell>
            <Cell dim>{c(`tier.${project.tier}`)}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
