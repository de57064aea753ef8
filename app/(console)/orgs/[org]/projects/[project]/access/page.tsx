import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessAnswer } from "#app/access/answer.tsx";
import type { AccessPlace } from "#app/access/place.ts";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { clusterNames, readClusterSide } from "#lib/domain/access/cluster.ts";
import { listSubjects } from "#lib/domain/access/data.ts";
import { subjectKey } from "#lib/domain/access/explain.ts";
import { noteLook } from "#lib/domain/access/mutations.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { accessQuery } from "#lib/domain/access/schema.ts";
import { Away } from "./away.tsx";
import { ClusterAnswer } from "./cluster-answer.tsx";
import { ClusterPerson } from "./cluster-person.tsx";
import { Bindings } from "./disagreements.tsx";

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
  const { scope, data } = await readProject(place, "project-access:read", async ({ tx, scope }) => {
    const found = await listSubjects(tx, scope, clusterNames());
    await noteLook(tx, scope, query);
    return found;
  });
  const { project, organization } = scope;
  const side = await readClusterSide(project.namespace);
  const subjects = [...data, ...(side.ok ? side.bots : [])];
  const person = subjects.find((subject) => subjectKey(subject) === query.person);
  const cluster = { namespace: project.namespace, frozen: project.phase === "Suspended", side };
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
          query.by === "permission" ? (
            <ClusterAnswer {...cluster} place={there} permission={query.permission} subjects={subjects} />
          ) : query.by === "person" ? (
            person && <ClusterPerson {...cluster} subject={person} />
          ) : side.ok ? (
            <Bindings rows={side.bound} subjects={subjects} />
          ) : (
            <Away message={side.message} />
          )
        }
      />
    </Page>
  );
}
