import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { auditOf } from "#app/keys/audit-at.ts";
import { KeyPage } from "#app/keys/key-page.tsx";
import { readKeyPage } from "#app/keys/read-key.ts";
import { paths } from "#app/paths.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { mayWith } from "#lib/domain/keys/list.ts";
import { idIn } from "#lib/infra/db/id.ts";

type Props = { params: Promise<{ org: string; project: string; key: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("page.title") };
}

/** One key of a project: what it is, what it used, what was done with it. */
export default async function ProjectKeyPage({ params }: Props) {
  const place = await params;
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => {
    const id = idIn(place.key);
    return id && (await readKeyPage(tx, scope, id, can(scope.holder, "project-audit:read")));
  });
  if (!data) notFound();
  const { organization, project, projectId } = scope;
  return (
    <KeyPage
      org={place.org}
      projectId={projectId}
      data={data}
      may={mayWith(scope, data.key)}
      above={[
        { label: organization.displayName, href: paths.organization(place) },
        { label: project.displayName, href: paths.project(place) },
      ]}
      list={paths.projectKeys(place)}
      auditAt={auditOf(place)}
    />
  );
}
