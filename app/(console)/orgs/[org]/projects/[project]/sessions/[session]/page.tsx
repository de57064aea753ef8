import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { SessionState } from "#app/state-marks.tsx";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { Elapsed } from "#components/ui/time.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { getSession } from "#lib/domain/sessions/data.ts";
import { mayStop, shownTo } from "#lib/domain/sessions/rules.ts";
import { EndNote } from "./end-note.tsx";
import { Facts } from "./facts.tsx";
import { SessionBody } from "./session-body.tsx";
import { Stages } from "./stages.tsx";
import { StopButton } from "./stop-button.tsx";

type Props = { params: Promise<{ org: string; project: string; session: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("detail.session") };
}

/** One session: where it stands, its log as it is written, and what came of it. */
export default async function SessionPage({ params }: Props) {
  const place = await params;
  const t = await getTranslations("sessions");
  const { scope, data } = await readProject(place, "sessions:read", async ({ tx, scope }) => {
    const session = await getSession(tx, scope.projectId, place.session);
    const source = session?.clonedFrom ? await getSession(tx, scope.projectId, session.clonedFrom) : null;
    return {
      session: session && shownTo(scope.holder, session),
      source: source && { id: source.id, title: source.title },
    };
  });
  const { session, source } = data;
  if (!session) notFound();
  const own = session.ownerId === scope.userId;
  const stopReason = !can(scope.holder, "sessions:stop")
    ? t("stop.offViewer")
    : !own && !can(scope.holder, "sessions:stop-any")
      ? t("stop.off")
      : null;
  return (
    <Texts of={["sessions.body", "sessions.stop", "common.log", "common.logLine"]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: t("list.title"), href: paths.sessions(place) },
          { label: session.title },
        ]}
      >
        <LiveRefresh topics={["sessions"]} where={{ id: session.id }} />
        <PageHead
          above={
            <>
              <SessionState phase={session.phase} />
              {session.startTime && (
                <Elapsed since={session.startTime} until={session.completionTime} className="text-ink-3" />
              )}
              <span aria-hidden="true" className="text-ink-3">
                ·
              </span>
              <CodeId copyLabel={t("detail.copyId")}>{session.resourceName}</CodeId>
            </>
          }
          title={session.title}
          actions={
            <>
              {can(scope.holder, "sessions:create") ? (
                <ButtonLink href={paths.newSession(place, { clone: session.id })}>
                  {t("detail.clone")}
                </ButtonLink>
              ) : (
                <Button reason={t("detail.cloneOff")} reasonAt="before">
                  {t("detail.clone")}
                </Button>
              )}
              {mayStop(session.phase) && (
                <StopButton
                  place={{ org: place.org, project: place.project }}
                  sessionId={session.id}
                  asked={session.stopRequestedAt !== null}
                  reason={stopReason}
                />
              )}
            </>
          }
        />
        <Stages session={session} />
        <EndNote session={session} />
        <SessionBody
          place={place}
          session={{
            phase: session.phase,
            ended: session.ended,
            kept: session.logState === "kept",
            prompt: session.prompt,
            websiteUrl: session.websiteUrl,
            resultReason: session.resultReason,
            resultSummary: session.resultSummary,
            exitCode: session.exitCode,
            usage: {
              inputTokens: session.inputTokens,
              outputTokens: session.outputTokens,
              requests: session.requests,
            },
          }}
          facts={<Facts place={place} session={session} source={source} />}
        />
      </Page>
    </Texts>
  );
}
