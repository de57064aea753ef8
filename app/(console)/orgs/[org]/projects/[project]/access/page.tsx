import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessAnswer } from "#app/access/answer.tsx";
import { accessPlace } from "#app/access/place.ts";
import { paths } from "#app/paths.ts";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readAnswer } from "#lib/domain/access/answer.ts";
import { clusterNames, knownThere, readClusterSide } from "#lib/domain/access/cluster.ts";
import { namedInPortal } from "#lib/domain/access/data.ts";
import { orphans, subjectKey } from "#lib/domain/access/explain.ts";
import { noteLook } from "#lib/domain/access/mutations.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { accessQuery } from "#lib/domain/access/schema.ts";
import { ClusterSideOf } from "./cluster-side.tsx";

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
    const found = await readAnswer(tx, scope, clusterNames(), query);
    await noteLook(tx, scope, query);
    return found;
  });
  const { project, organization } = scope;
  const side = await readClusterSide(project.namespace);
  const bots = side.ok ? side.bots : [];
  const bot = bots.find((one) => subjectKey(one) === query.person);
  const answer = bot ? { by: "person" as const, subject: bot, reach: null } : data;
  // What the cluster has bound is asked about when it has said it: no transaction waits for the cluster.
  const named = side.ok
    ? await readProject(place, "project-access:read", ({ tx, scope }) =>
        namedInPortal(tx, scope, clusterNames(), side.bound),
      )
    : null;
  const known = new Set([...(named?.data ?? []), ...knownThere(bots)]);
  const there = accessPlace(place, project.displayName, scope.holder);
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
        answer={answer}
        bots={bots}
        cluster={
          <ClusterSideOf
            place={there}
            query={query}
            answer={answer}
            namespace={project.namespace}
            frozen={project.phase === "Suspended"}
            side={side.ok ? { ...side, lost: orphans(side.bound, known) } : side}
          />
        }
      />
    </Page>
  );
}
