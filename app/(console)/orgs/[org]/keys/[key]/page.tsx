import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { KeyHead } from "#app/keys/key-head.tsx";
import { auditOf, KeyView } from "#app/keys/key-view.tsx";
import { readKeyPage } from "#app/keys/read-key.ts";
import { ShownKeys } from "#app/keys/shown-keys.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { mayWith } from "#lib/domain/keys/list.ts";
import { idIn } from "#lib/infra/db/id.ts";

type Props = { params: Promise<{ org: string; key: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("page.title") };
}

/** One key of the organization: any for those who manage keys, to others their own. */
export default async function KeyPage({ params }: Props) {
  const [{ org, key: asked }, t] = await Promise.all([params, getTranslations("keys")]);
  const { scope, data } = await readTenant(org, null, async ({ tx, scope }) => {
    const id = idIn(asked);
    return id && (await readKeyPage(tx, scope, id, can(scope.holder, "audit:read")));
  });
  if (!data) notFound();
  const { key } = data;
  const manages = can(scope.holder, "keys:manage");
  const may = mayWith(scope, key);
  // Who sees it as an admin of its project does what they may there.
  if (!manages && !may.end && key.project)
    redirect(paths.projectKey({ org, project: key.project.slug, key: key.id }));
  const list = manages ? paths.keys({ org }) : paths.ownKeys();
  return (
    <Texts
      of={[
        "keys.row",
        "keys.rotate",
        "keys.revoke",
        "keys.shown",
        "keys.fields",
        "keys.edit",
        "keys.overlap",
        "dialog",
      ]}
    >
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization({ org }) },
          { label: t("title"), href: list },
          { label: key.name },
        ]}
      >
        <LiveRefresh topics={["keys", "usage"]} />
        <ShownKeys>
          <KeyHead org={org} scope={scope} data={data} />
          <KeyView org={org} data={data} mayEnd={may.end} auditAt={auditOf({ org })} />
        </ShownKeys>
      </Page>
    </Texts>
  );
}
