import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { formatDuration } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { listUsableCredentials } from "#lib/domain/credentials/data.ts";
import { countProjectMembers } from "#lib/domain/members/data.ts";
import { getProject, type ProjectDetail } from "#lib/domain/projects/data.ts";
import { countActive, countSessions } from "#lib/domain/sessions/data.ts";
import { archiveProjectAction, restoreProjectAction } from "./actions.ts";
import { DeleteProject } from "./delete-project.tsx";
import { ProjectForm } from "./project-form.tsx";

type Props = { params: Promise<{ org: string; project: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** What a project was made with, what may change in it, and its end. */
export default async function SettingsPage({ params }: Props) {
  const place = await params;
  const [t, c] = await Promise.all([getTranslations("settings"), getTranslations("common")]);
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => ({
    project: await getProject(tx, scope.projectId),
    active: await countActive(tx, scope.projectId),
    sessions: (await countSessions(tx, scope.projectId)).all,
    credentials: can(scope.holder, "project:delete")
      ? (await listUsableCredentials(tx, scope.projectId)).length
      : 0,
    members: await countProjectMembers(tx, scope),
  }));
  const { project, ...counts } = data;
  const removal = paths.removal({ org: place.org, removal: project.id });
  return (
    <Texts of={["settings.dialog", "settings.form", "common.egress", "common.tier"]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["projects"]} where={{ project: scope.projectId }} />
        <PageHead title={t("title")} />
        {project.archivedAt && (
          <Note kind="off" className="mb-8" after={<Time at={project.archivedAt} />}>
            {t("archive.is")}
          </Note>
        )}
        <Section title={t("facts")} className="max-w-form">
          <Kv
            items={[
              [t("name"), project.displayName],
              [t("slug"), <span key="slug">{project.slug}</span>],
              [
                t("namespace"),
                <CodeId key="namespace" copyLabel={t("copyNamespace")}>
                  {project.namespace}
                </CodeId>,
              ],
              [t("tier"), c(`tier.${project.tier}`)],
              [t("egress"), c(`egress.${project.egressMode}`)],
              [t("created"), <Time key="created" at={project.createdAt} />],
              [
                t("ready"),
                project.readyAt && (
                  <span className="flex flex-wrap gap-x-2">
                    <Time at={project.readyAt} />
                    <span className="text-ink-3">
                      {t("readyAfter", { duration: formatDuration(+project.readyAt - +project.createdAt) })}
                    </span>
                  </span>
                ),
              ],
            ]}
          />
          <p className="mt-3 text-xs text-ink-3">{t("fixed")}</p>
        </Section>
        {can(scope.holder, "project:update") && !project.deletionRequestedAt && (
          <Section title={t("form.title")} className="max-w-form">
            <ProjectForm
              key={project.version}
              place={place}
              project={changeable(project)}
              organizationTier={scope.organization.tier}
            />
          </Section>
        )}
        {can(scope.holder, "project:archive") && !project.deletionRequestedAt && (
          <Section title={t("archive.title")} className="max-w-form">
            <p className="mb-4 text-ink-2">{t("archive.text")}</p>
            <DoButton
              action={(project.archivedAt ? restoreProjectAction : archiveProjectAction).bind(null, place)}
              input={{}}
              done={t(`archive.${project.archivedAt ? "restored" : "archived"}`, {
                name: project.displayName,
              })}
            >
              {t(`archive.${project.archivedAt ? "restore" : "archive"}`)}
            </DoButton>
          </Section>
        )}
        <Section title={t("danger")} className="max-w-form">
          <p className="mb-4 text-ink-2">{t("dangerText")}</p>
          {project.deletionRequestedAt ? (
            <p>
              {t("deleting.follow")}{" "}
              <Link href={removal} className="link">
                {t("deleting.followLink")}
              </Link>
            </p>
          ) : can(scope.holder, "project:delete") ? (
            <DeleteProject
              place={place}
              removal={removal}
              slug={project.slug}
              displayName={project.displayName}
              namespace={project.namespace}
              counts={counts}
            />
          ) : (
            <Button variant="danger" reason={t("deleteOff")}>
              {t("delete")}
            </Button>
          )}
        </Section>
      </Page>
    </Texts>
  );
}

/** What the form needs of a project, and nothing else of it. */
const changeable = ({ tier, displayName, labels, egressMode, podSecurity, version }: ProjectDetail) => ({
  tier,
  displayName,
  labels,
  egressMode,
  podSecurity,
  version,
});
