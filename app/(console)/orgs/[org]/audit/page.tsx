import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditView } from "#app/audit/audit-view.tsx";
import { ExportDialog } from "#app/audit/export-dialog.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { getAuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";
import { exportAuditAction } from "./actions.ts";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Who did what in the organization. What is shown stands in the address. */
export default async function AuditPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("audit")]);
  const filter = auditFilterFrom(query);
  const { scope, data } = await readTenant(place.org, "audit:read", async ({ tx, scope }) => {
    const { organizationId } = scope;
    return {
      page: await listAudit(tx, { organizationId }, filter),
      row: filter.row && (await getAuditRow(tx, { organizationId }, filter.row)),
    };
  });
  const { displayName } = scope.organization;
  const { before: _before, after: _after, row: _row, ...chosen } = filter;
  return (
    <Texts of={["exports.ask"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization(place) }, { label: t("title") }]}>
        <PageHead
          title={t("title")}
          lead={t("leadOrganization", { name: displayName })}
          actions={
            <>
              <ButtonLink href={paths.exports(place)}>{t("exports")}</ButtonLink>
              <ExportDialog
                action={exportAuditAction.bind(null, place)}
                filter={chosen}
                allowed={can(scope.holder, "audit:export")}
                leadsTo={paths.exports(place)}
              />
            </>
          }
        />
        <AuditView
          filter={filter}
          page={data.page}
          row={data.row || null}
          places="project"
          address={(change) => paths.audit(place, change)}
        />
      </Page>
    </Texts>
  );
}
