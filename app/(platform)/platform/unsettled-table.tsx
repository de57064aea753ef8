import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { ProjectState } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { listUnsettledProjects } from "#lib/domain/platform/work.ts";
import { projectCan } from "#lib/domain/projects/rules.ts";
import { retryAnyProjectAction } from "./actions.ts";

type Unsettled = Awaited<ReturnType<typeof listUnsettledProjects>>[number];

/** Projects that are on their way or in trouble, with the cluster's words and another try. */
export function UnsettledTable({ projects }: { projects: Unsettled[] }) {
  const t = useTranslations("platform.unsettled");
  const r = useTranslations("platform.retry");
  if (projects.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-32">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.project")}</HeadCell>
        <HeadCell>{t("head.says")}</HeadCell>
        <HeadCell num>{t("head.since")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {projects.map((project) => (
          <Row key={project.id}>
            <Cell first>
              <ProjectState phase={project.phase} />
            </Cell>
            <Cell first>
              {project.displayName}
              <Sub>
                {project.organization.displayName} · <span className="font-mono">{project.namespace}</span>
              </Sub>
            </Cell>
            <Cell first dim className="wrap-anywhere">
              {project.message || DASH}
            </Cell>
            <Cell num dim>
              <Time at={project.createdAt} />
            </Cell>
            <Cell act>
              {(projectCan.retry as readonly string[]).includes(project.phase) && (
                <DoButton
                  size="s"
                  action={retryAnyProjectAction}
                  input={{ projectId: project.id }}
                  name={r("name", { name: project.namespace })}
                  done={r("done", { name: project.namespace })}
                >
                  {r("button")}
                </DoButton>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
