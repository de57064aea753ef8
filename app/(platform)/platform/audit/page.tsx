import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditView } from "#app/audit/audit-view.tsx";
import { ExportDialog } from "#app/audit/export-dialog.tsx";
import { LogFiles } from "#app/audit/files.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { getAuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";
import { listReadyExports } from "#lib/domain/exports/data.ts";
import { exportPlatformAuditAction } from "./actions.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Every chain of the log, for the platform's own staff. */
export default async function PlatformAuditPage({ searchParams }: Props) {
  const [query, t, s] = await Promise.all([searchParams, getTranslations("audit"), getTranslations("shell")]);
  const filter = auditFilterFrom(query);
  const { data } = await readPlatform("platform:audit", async ({ tx }) => ({
    page: await listAudit(tx, null, filter),
    row: filter.row && (await getAuditRow(tx, null, filter.row)),
    files: await listReadyExports(tx, { organizationId: null }),
  }));
  const { before: _before, after: _after, row: _row, ...chosen } = filter;
  return (
    <Texts of={["exports.ask"]}>
      <Page crumbs={[{ label: s("platform"), href: paths.platform() }, { label: t("title") }]}>
        <PageHead
          title={t("title")}
          lead={t("leadPlatform")}
          actions={<ExportDialog action={exportPlatformAuditAction} filter={chosen} />}
        />
        <AuditView
          filter={filter}
          page={data.page}
          row={data.row || null}
          places="organization"
          address={(change) => paths.platformAudit(change)}
        />
        <LogFiles owner="platform" rows={data.files} hrefOf={(id) => paths.api.platformAuditFile({ id })} />
      </Page>
    </Texts>
  );
}
