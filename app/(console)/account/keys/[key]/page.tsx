import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { auditOf } from "#app/keys/audit-at.ts";
import { KeyPage } from "#app/keys/key-page.tsx";
import { readPlatformKeyPage } from "#app/keys/read-key.ts";
import { paths } from "#app/paths.ts";
import { readPlatform } from "#lib/domain/access/page.ts";
import { idIn } from "#lib/infra/db/id.ts";

type Props = { params: Promise<{ key: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("page.title") };
}

/** One of a platform admin's own keys of the platform. Those of organizations have theirs there. */
export default async function PlatformKeyPage({ params }: Props) {
  const [{ key: asked }, account] = await Promise.all([params, getTranslations("account")]);
  const { data } = await readPlatform("platform:read", async ({ tx, viewer: { userId } }) => {
    const id = idIn(asked);
    return id && (await readPlatformKeyPage(tx, userId, id));
  });
  if (!data) notFound();
  return (
    <KeyPage
      org={null}
      data={data}
      may={{ manage: true, rotate: true, end: true }}
      above={[{ label: account("title"), href: paths.account() }]}
      list={paths.ownKeys()}
      auditAt={auditOf(null)}
    />
  );
}
