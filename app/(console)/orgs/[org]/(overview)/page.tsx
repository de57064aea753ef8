import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section, TwoColumns } from "#components/shell/page.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { List } from "#components/ui/kv.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { listOrganizationMembers } from "#lib/domain/members/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { countActiveByProject } from "#lib/domain/sessions/data.ts";
import { ProjectTable } from "./project-table.tsx";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organization"))("title") };
}

const shownMembers = 8;

/** The organization's projects, and who belongs to it. */
export default async function OrganizationPage({ params }: Props) {
  const { org } = await params;
  const [t, c] = await Promise.all([getTranslations("organization"), getTranslations("common")]);
  const { scope, data } = await readTenant(org, null, async ({ tx, scope }) => {
    const all = can(scope.holder, "projects:read-all");
    const projects = await listProjects(
      tx,
      scope.organizationId,
      all ? null : [...scope.projectRoles.keys()],
    );
    return {
      projects,
      active: await countActiveByProject(
        tx,
        projects.map((project) => project.id),
      ),
      members: can(scope.holder, "members:read")
        ? await listOrganizationMembers(tx, scope.organizationId, shownMembers)
        : null,
    };
  });
  const { displayName } = scope.organization;
  const mayCreate = can(scope.holder, "projects:create");
  const create = mayCreate ? (
    <ButtonLink href={paths.newProject({ org })} variant="solid" icon="plus">
      {t("new")}
    </ButtonLink>
  ) : (
    <Button
      variant="solid"
      icon="plus"
      reason={t("roleOff", { organization: displayName })}
      reasonAt="before"
    >
      {t("new")}
    </Button>
  );
  const { members } = data;
  const more = members ? members.total - members.rows.length : 0;
  return (
    <Page crumbs={[{ label: displayName }]}>
      <LiveRefresh topics={["projects", "sessions", "members", "organizations"]} />
      <PageHead title={t("title")} lead={t("lead")} actions={data.projects.length > 0 && create} />
      <TwoColumns
        aside={
          members && (
            <Section title={t("members.title")} note={members.total}>
              <List>
                {members.rows.map((member) => (
                  <li key={member.userId} className="flex gap-3">
                    <span className="min-w-0 flex-1 truncate">{member.displayName}</span>
                    <span className="text-ink-3">{c(`role.${member.role}`)}</span>
                  </li>
                ))}
              </List>
              {more > 0 && <p className="mt-2 text-xs text-ink-3">{t("members.more", { count: more })}</p>}
            </Section>
          )
        }
      >
        {data.projects.length === 0 ? (
          <Empty title={t("empty.title")} action={create}>
            {mayCreate ? t("empty.text") : t("empty.textForeign")}
          </Empty>
        ) : (
          <ProjectTable org={org} projects={data.projects} active={data.active} />
        )}
      </TwoColumns>
    </Page>
  );
}
