import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { auditOf } from "#app/keys/audit-at.ts";
import { KeyPage } from "#app/keys/key-page.tsx";
import { readKeyPage } from "#app/keys/read-key.ts";
import { paths } from "#app/paths.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { mayWith } from "#lib/domain/keys/list.ts";
import { idIn } from "#lib/infra/db/id.ts";

type Props = { params: Promise<{ org: string; key: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("page.title") };
}

/** One key of the organization: any for those who manage keys, to others their own. */
export default async function OrganizationKeyPage({ params }: Props) {
  const { org, key: asked } = await params;
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
  return (
    <KeyPage
      org={org}
      data={data}
      may={may}
      above={[{ label: scope.organization.displayName, href: paths.organization({ org }) }]}
      list={manages ? paths.keys({ org }) : paths.ownKeys()}
      auditAt={auditOf({ org })}
    />
  );
}
