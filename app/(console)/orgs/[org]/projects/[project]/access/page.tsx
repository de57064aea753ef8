import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessAnswer } from "#app/(console)/orgs/[org]/access/answer.tsx";
import type { AccessPlace } from "#app/(console)/orgs/[org]/access/place.ts";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { clusterNames, readClusterSide } from "#lib/domain/access/cluster.ts";
import { listSubjects } from "#lib/domain/access/data.ts";
import { noteLook } from "#lib/domain/access/mutations.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { accessQuery } from "#lib/domain/access/schema.ts";
import { ClusterAnswer } from "./cluster-answer.tsx";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("access"))("title") };
}

/** Who can do what in a project, because of what, and whether the cluster says the same. Looking is in the audit log. */
export default async function ProjectAccessPage({ params, searchParams }: Props) {
  const [place, asked, t] = await Promise.all([params, searchParams, getTranslations("access")]);
  const query = accessQuery("project", asked);
  const { scope, data } = await readProject(place, "project:access", async ({ tx, scope }) => {
    const found = await listSubjects(tx, scope, clusterNames());
    await noteLook(tx, scope, query);
    return found;
  });
  const { project, organization } = scope;
  const side = await readClusterSide(project.namespace);
  const subjects = [...data, ...(side.ok ? side.bots : [])];
  const there: AccessPlace = {
    at: "project",
    name: project.displayName,
    href: (to) => paths.access(place, to),
  };
  return (
    <Page
      crumbs={[
        { label: organization.displayName, href: paths.organization(place) },
        { label: project.displayName, href: paths.project(place) },
        { label: t("title") },
      ]}
    >
      <PageHead title={t("title")} />
      <AccessAnswer
        place={there}
        query={query}
        subjects={subjects}
        cluster={
          query.by === "permission" && (
            <ClusterAnswer
              place={there}
              namespace={project.namespace}
              frozen={project.phase === "Suspended"}
              permission={query.permission}
              subjects={subjects}
              side={side}
            />
          )
        }
      />
    </Page>
  );
}
