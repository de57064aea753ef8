import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section, TwoColumns } from "#components/shell/page.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatDate } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { countProjectMembers, listProjectMembers } from "#lib/domain/members/data.ts";
import { getMaker, getProject, listSteps } from "#lib/domain/projects/data.ts";
import { allows } from "#lib/domain/projects/rules.ts";
import { countSessions, listRecentSessions } from "#lib/domain/sessions/data.ts";
import { NewSessionButton } from "../new-session-button.tsx";
import { Banner } from "./banner.tsx";
import { Conditions } from "./conditions.tsx";
import { KubectlDialog } from "./kubectl-dialog.tsx";
import { MEMBERS_SHOWN, Members } from "./members.tsx";
import { ObjectsTable } from "./objects-table.tsx";
import { Quota } from "./quota.tsx";
import { RecentSessions } from "./recent-sessions.tsx";

type Props = { params: Promise<{ org: string; project: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).project };
}

/**
 * How a project stands: its state, recent sessions, the objects that guard it, quota and people. Its tables run in the browser
 * too: their rows go there as data, which is a third of what drawn rows weigh.
 */
export default async function ProjectPage({ params }: Props) {
  const place = await params;
  const [t, c] = await Promise.all([getTranslations("project"), getTranslations("common")]);
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => {
    const project = await getProject(tx, scope.projectId);
    const members = await listProjectMembers(tx, scope, { limit: MEMBERS_SHOWN });
    return {
      project,
      maker: await getMaker(tx, project),
      steps: await listSteps(tx, scope.projectId),
      sessions: await listRecentSessions(tx, scope.projectId),
      counts: await countSessions(tx, scope.projectId),
      members: members.rows,
      membersInAll: members.older ? await countProjectMembers(tx, scope) : members.rows.length,
    };
  });
  const { project, maker, steps, sessions, counts, members } = data;
  const link = (query?: Record<string, string>) => paths.sessions(place, query);
  return (
    <Texts
      of={[
        "project.retry",
        "project.kubectl",
        "project.objects",
        "project.conditions",
        "project.sessions",
        "common.objectState",
        "common.sessionPhase",
        "common.projectPhase",
      ]}
    >
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: project.displayName },
        ]}
      >
        <LiveRefresh
          topics={["projects", "provisioning", "sessions", "members"]}
          where={{ project: scope.projectId }}
        />
        <PageHead
          title={project.displayName}
          lead={
            <span className="flex flex-wrap gap-x-3 gap-y-1 text-ink-3">
              <CodeId copyLabel={t("copyNamespace")}>{project.namespace}</CodeId>
              <span>{t("tier", { tier: c(`tier.${project.tier}`) })}</span>
              <span>
                {maker
                  ? t("sinceBy", { date: formatDate(project.createdAt), name: maker.displayName })
                  : t("since", { date: formatDate(project.createdAt) })}
              </span>
            </span>
          }
          actions={
            <>
              <KubectlDialog namespace={project.namespace} session={sessions[0]?.resourceName ?? null} />
              <NewSessionButton
                place={place}
                mayStart={can(scope.holder, "sessions:create")}
                ready={allows("startSession", project.phase)}
              />
            </>
          }
        />
        <Banner place={place} project={project} steps={steps} mayRetry={can(scope.holder, "project:retry")} />
        <TwoColumns
          aside={
            <>
              <Quota project={project} active={counts.queued + counts.running} />
              <Members members={members} count={data.membersInAll} />
              <Conditions conditions={project.conditions} />
            </>
          }
        >
          <Section
            title={t("sessions.title")}
            note={t("sessions.note", { running: counts.running, queued: counts.queued })}
            action={
              counts.all > 0 && (
                <Link href={link()} prefetch={false} className="link">
                  {t("sessions.all", { count: counts.all })}
                </Link>
              )
            }
          >
            {sessions.length > 0 ? (
              <RecentSessions
                place={place}
                sessions={sessions.map(({ id, phase, title, owner, tokens, startTime, completionTime }) => ({
                  id,
                  phase,
                  title,
                  owner,
                  tokens,
                  startTime,
                  completionTime,
                }))}
              />
            ) : (
              <Empty title={t("sessions.emptyTitle")}>{t("sessions.empty")}</Empty>
            )}
          </Section>
          <Section
            id="objects"
            title={t("objects.title")}
            note={
              project.observedAt && (
                <>
                  {t("objects.checked")} <Time at={project.observedAt} />, {t("objects.note")}
                </>
              )
            }
          >
            <ObjectsTable steps={steps} />
          </Section>
        </TwoColumns>
      </Page>
    </Texts>
  );
}
