import { useTranslations } from "next-intl";
import { ProjectState } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import type { getTenant } from "#lib/domain/platform/data.ts";

type Tenant = NonNullable<Awaited<ReturnType<typeof getTenant>>>;

/** The organization's projects, by name. */
export function Projects({ projects }: Pick<Tenant, "projects">) {
  const t = useTranslations("platform.tenant.projects");
  const c = useTranslations("common");
  if (projects.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
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
