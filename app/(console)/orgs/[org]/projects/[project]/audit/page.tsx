import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditView } from "#app/audit/audit-view.tsx";
import { ExportDialog } from "#app/audit/export-dialog.tsx";
import { LogFiles } from "#app/audit/files.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { getAuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";
import { listReadyExports } from "#lib/domain/exports/data.ts";
import { exportProjectAuditAction } from "./actions.ts";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Who did what in one project: its part of the organization's log. */
export default async function ProjectAuditPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("audit")]);
  const filter = { ...auditFilterFrom(query), project: "" };
  const { scope, data } = await readProject(place, "project-audit:read", async ({ tx, scope }) => {
    const part = { organizationId: scope.organizationId, projectId: scope.projectId };
    return {
      page: await listAudit(tx, part, filter),
      row: filter.row && (await getAuditRow(tx, part, filter.row)),
      files: await listReadyExports(tx, part),
    };
  });
  const { organization, project } = scope;
  const { before: _before, after: _after, row: _row, ...chosen } = filter;
  return (
    <Texts of={["exports.ask"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization(place) },
          { label: project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <PageHead
          title={t("title")}
          lead={t("leadProject", { name: project.displayName })}
          actions={<ExportDialog action={exportProjectAuditAction.bind(null, place)} filter={chosen} />}
        />
        <AuditView
          filter={filter}
          page={data.page}
          row={data.row || null}
          places={null}
          address={(change) => paths.projectAudit(place, change)}
        />
        <LogFiles
          owner={`${place.org}_${place.project}`}
          rows={data.files}
          hrefOf={(id) => paths.api.projectAuditFile({ ...place, id })}
        />
      </Page>
    </Texts>
  );
}
