import { getTranslations } from "next-intl/server";
import { EndNote } from "#app/(console)/orgs/[org]/projects/[project]/sessions/[session]/end-note.tsx";
import { Stages } from "#app/(console)/orgs/[org]/projects/[project]/sessions/[session]/stages.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Figures } from "#components/ui/fig.tsx";
import { formatElapsed, formatNumber } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { opens, type Usable } from "#lib/domain/sessions/usable.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import type { Wizard, WizardProject } from "../read-wizard.ts";
import { Back } from "./back.tsx";
import { FirstSession } from "./first-session.tsx";
import { WizardLog } from "./wizard-log.tsx";

/** Step 6: start a session, watch it, and end on its result and the time the whole way took. */
export async function SessionStep({ wizard }: { wizard: Wizard }) {
  const { project, progress } = wizard;
  if (!project) return null;
  const session = project.session;
  return (
    <Texts of={["welcome.session.form", "common.log", "common.logLine"]}>
      {session ? (
        <Watch wizard={wizard} project={project} session={session} />
      ) : (
        <Start project={project} ready={progress.provisionedAt !== null} />
      )}
    </Texts>
  );
}

async function Start({ project, ready }: { project: WizardProject; ready: boolean }) {
  const t = await getTranslations("welcome.session");
  const { callable, detail, place } = project;
  const head = <PageHead title={t("title")} lead={t("lead", { namespace: detail.namespace })} />;
  const missing = callable.length === 0 ? "credential" : ready ? null : "provision";
  if (missing)
    return (
      <>
        {head}
        <Note
          kind="waiting"
          className="max-w-form"
          actions={
            <ButtonLink href={paths.welcome(missing)} size="s">
              {t(missing === "credential" ? "addCredential" : "toProvision")}
            </ButtonLink>
          }
        >
          {t(missing === "credential" ? "noCredential" : "notReady")}
        </Note>
        <WizardFoot
          back={<Back to="provision" />}
          why={t(missing === "credential" ? "noCredential" : "notReady")}
          next={
            <Button variant="solid" reason={t("notReady")} reasonAt="none">
              {t("submit")}
            </Button>
          }
        />
      </>
    );
  return (
    <>
      {head}
      <FirstSession
        place={place}
        models={tierOf(detail.tier).models.filter((model) => callable.some(({ kind }) => opens(kind, model)))}
        credentials={callable.map(choiceOf)}
      />
    </>
  );
}

const choiceOf = ({ id, name, kind, model, testPassed }: Usable) => ({ id, name, kind, model, testPassed });

async function Watch({
  wizard,
  project,
  session,
}: {
  wizard: Wizard;
  project: WizardProject;
  session: NonNullable<WizardProject["session"]>;
}) {
  const t = await getTranslations("welcome.session");
  const place = { ...project.place, session: session.id };
  const succeeded = session.phase === "Succeeded";
  const until = wizard.progress.finishedAt ?? session.completionTime;
  const total = until ? formatElapsed(+until - +wizard.startedAt) : "";
  const title = succeeded ? "doneTitle" : session.ended ? "failedTitle" : "runningTitle";
  const lead = succeeded ? t("doneLead", { time: total }) : t(session.ended ? "failedLead" : "runningLead");
  return (
    <>
      <PageHead title={t(title)} lead={lead} />
      {succeeded && (
        <>
          <Figures
            className="mb-6"
            figures={[
              { label: t("total"), value: total },
              {
                label: t("took"),
                value:
                  session.startTime && session.completionTime
                    ? formatElapsed(+session.completionTime - +session.startTime)
                    : "",
              },
              { label: t("tokensIn"), value: formatNumber(session.inputTokens) },
              { label: t("tokensOut"), value: formatNumber(session.outputTokens) },
            ]}
          />
          <section className="mb-6 max-w-form">
            <h2 className="mb-2">{t("result")}</h2>
            <p className="text-md wrap-anywhere whitespace-pre-wrap">{session.resultSummary}</p>
          </section>
        </>
      )}
      {!succeeded && <Stages session={session} />}
      {!succeeded && <EndNote session={session} />}
      <WizardLog key={session.id} label={t("log")} url={paths.api.sessionLog(place)} ended={session.ended} />
      {session.ended && !succeeded && (
        <FirstSession
          place={project.place}
          again={{ prompt: session.prompt, model: session.model, credentialId: session.credential?.id }}
          models={tierOf(project.detail.tier).models}
          credentials={project.callable.map(choiceOf)}
        />
      )}
      {(succeeded || !session.ended) && (
        <WizardFoot
          back={<Back to="provision" />}
          why={!session.ended && t("whyRunning")}
          next={
            succeeded ? (
              <span className="flex gap-3 max-md:contents">
                <ButtonLink href={paths.session(place)}>{t("see")}</ButtonLink>
                <ButtonLink href={paths.project(project.place)} variant="solid">
                  {t("open")}
                </ButtonLink>
              </span>
            ) : (
              <Button variant="solid" reason={t("whyRunning")} reasonAt="none">
                {t("open")}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
