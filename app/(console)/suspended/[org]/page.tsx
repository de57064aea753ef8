import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { whyClosed } from "#lib/domain/organizations/data.ts";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspended"))("title") };
}

/** Says to the members of a suspended organization why nothing of it opens. */
export default async function SuspendedPage({ params }: Props) {
  const { org } = await params;
  const { data } = await readOwn(({ tx, viewer }) => whyClosed(tx, viewer.userId, org));
  if (!data) notFound();
  const t = await getTranslations("suspended");
  return (
    <Page crumbs={[{ label: data.displayName }]}>
      <PageHead title={t("head", { name: data.displayName })} lead={t("lead")} />
      <Note kind="off" after={data.stateAt && <Time at={data.stateAt} />}>
        {data.stateReason}
      </Note>
    </Page>
  );
}
