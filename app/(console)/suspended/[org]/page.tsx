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
  if (data?.state === "suspended") return <Suspended {...data} />;
  const closing = await closingExport(viewer.userId, org, data);
  const name = (data ?? closing)?.displayName;
  if (name === undefined) notFound();
  const t = await getTranslations("suspended");
  const at = data?.deleteAfter ?? null;
  const time = () => at && <Time at={at} />;
  return (
    <Page crumbs={[{ label: name }]}>
      {data ? (
        <PageHead title={t("deleting.head", { name })} lead={t.rich("deleting.lead", { time })} />
      ) : (
        <PageHead title={t("gone.head", { name })} lead={t("gone.lead")} />
      )}
      {data?.owner && (
        <DoButton
          variant="solid"
          action={keepOrganizationAction}
          input={{ slug: org }}
          leadsTo={paths.organization({ org })}
        >
          {t("keep", { name })}
        </DoButton>
      )}
      {data && !data.owner && <p>{t("deleting.ask")}</p>}
      {closing && (
        <Section title={t("export.title")} note={t("export.note")}>
          <ExportTable owner={org} rows={[closing.row]} hrefOf={() => paths.api.closingFile({ org })} />
        </Section>
      )}
    </Page>
  );
}

type Closed = NonNullable<Awaited<ReturnType<typeof whyClosed>>>;

async function Suspended({ displayName: name, stateAt, stateReason }: Closed) {
  const t = await getTranslations("suspended");
  return (
    <Page crumbs={[{ label: name }]}>
      <PageHead title={t("head", { name })} lead={t("lead")} />
      <Note kind="off" after={stateAt && <Time at={stateAt} />}>
        {stateReason}
      </Note>
    </Page>
  );
}
