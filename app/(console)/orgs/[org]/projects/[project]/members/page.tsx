import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { listMembers, listProjectMembers } from "#lib/domain/members/data.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { AddMember } from "./add-member.tsx";
import { ProjectMemberTable } from "./project-member-table.tsx";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<{ before?: string; after?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("projectMembers"))("title") };
}

/** Who may work in the project, and why. */
export default async function ProjectMembersPage({ params, searchParams }: Props) {
  const [place, asked] = await Promise.all([params, searchParams]);
  const at = keysetIn(asked);
  const t = await getTranslations("projectMembers");
  const { scope, data } = await readProject(place, "project-members:read", async ({ tx, scope }) => ({
    members: await listProjectMembers(tx, scope, at),
    // Addresses to choose from, for those who may see the organization's people.
    people:
      can(scope.holder, "project-members:manage") && can(scope.holder, "members:read")
        ? (await listMembers(tx, scope.organizationId, { limit: 200 })).rows
        : [],
  }));
  const { project, organization, holder, userId } = scope;
  const manages = can(holder, "project-members:manage");
  return (
    <Texts of={["projectMembers.row", "projectMembers.add", "memberForm", "dialog", "common.role"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization(place) },
          { label: project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["members", "groups"]} where={{ project: scope.projectId }} />
        <PageHead
          title={t("title")}
          lead={t("lead", { project: project.displayName })}
          actions={
            manages && (
              <AddMember
                place={place}
                people={data.people.flatMap(({ displayName, email }) =>
                  email ? { displayName, email } : [],
                )}
              />
            )
          }
        />
        <ProjectMemberTable place={place} page={data.members} at={at} viewerId={userId} manages={manages} />
      </Page>
    </Texts>
  );
}
