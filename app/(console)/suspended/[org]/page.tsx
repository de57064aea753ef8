import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ExportTable } from "#app/audit/export-table.tsx";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { closingExport } from "#lib/domain/exports/data.ts";
import { whyClosed } from "#lib/domain/organizations/data.ts";
import { keepOrganizationAction } from "./actions.ts";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspended"))("title") };
}

/** Says to the members of an organization that is out of use why nothing of it opens; its owner may keep one that is to go. */
export default async function SuspendedPage({ params }: Props) {
  const { org } = await params;
  const { viewer, data } = await readOwn(({ tx, viewer }) => whyClosed(tx, viewer.userId, org));
  if (!data) notFound();
  const closing = data.owner ? await closingExport(viewer.userId, org) : null;
  const t = await getTranslations("suspended");
  const { displayName: name, deleteAfter, owner } = data;
  const time = () => deleteAfter && <Time at={deleteAfter} />;
  return (
    <Page crumbs={[{ label: name }]}>
      {data.state === "deleting" ? (
        <>
          <PageHead title={t("deleting.head", { name })} lead={t.rich("deleting.lead", { time })} />
          {owner ? (
            <DoButton
              variant="solid"
              action={keepOrganizationAction}
              input={{ slug: org }}
              leadsTo={paths.organization({ org })}
            >
              {t("keep", { name })}
            </DoButton>
          ) : (
            <p>{t("deleting.ask")}</p>
          )}
          {closing && (
            <Section title={t("export.title")} note={t("export.note")}>
              <ExportTable owner={org} rows={[closing.row]} hrefOf={() => paths.api.closingFile({ org })} />
            </Section>
          )}
        </>
      ) : (
        <>
          <PageHead title={t("head", { name })} lead={t("lead")} />
          <Note kind="off" after={data.stateAt && <Time at={data.stateAt} />}>
            {data.stateReason}
          </Note>
        </>
      )}
    </Page>
  );
}
