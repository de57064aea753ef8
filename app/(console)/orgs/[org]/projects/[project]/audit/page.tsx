import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditView } from "#app/audit/audit-view.tsx";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { getAuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";

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
    };
  });
  const { organization, project } = scope;
  return (
    <Page
      crumbs={[
        { label: organization.displayName, href: paths.organization(place) },
        { label: project.displayName, href: paths.project(place) },
        { label: t("title") },
      ]}
    >
      <PageHead title={t("title")} lead={t("leadProject", { name: project.displayName })} />
      <AuditView
        filter={filter}
        page={data.page}
        row={data.row || null}
        places={null}
        address={(change) => paths.projectAudit(place, change)}
      />
    </Page>
  );
}
