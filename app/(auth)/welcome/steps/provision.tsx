import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { PageHead } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Figures } from "#components/ui/fig.tsx";
import { DASH, formatDuration, formatNumber } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { Said } from "#components/ui/said.tsx";
import type { Wizard, WizardProject } from "../read-wizard.ts";
import { Back } from "./back.tsx";
import { ProvisionTable } from "./provision-table.tsx";
import { Retry } from "./retry.tsx";

type Count = { total: number; done: number; refused: number; waiting: number };

function count({ steps }: WizardProject): Count {
  const of = (...states: string[]) => steps.filter(({ state }) => states.includes(state)).length;
  return { total: steps.length, done: of("Applied"), refused: of("Refused"), waiting: of("Waiting") };
}

/** How long the API server was at work, and how long the whole took from the press of the button. */
function times({ steps, detail }: WizardProject) {
  const spans = steps.flatMap(({ startedAt, durationMs }) =>
    startedAt && durationMs !== null ? [{ start: +startedAt, end: +startedAt + durationMs }] : [],
  );
  const span = spans.length
    ? Math.max(...spans.map(({ end }) => end)) - Math.min(...spans.map(({ start }) => start))
    : null;
  return { span, whole: detail.readyAt ? +detail.readyAt - +detail.createdAt : null };
}

/** Step 5: each object of the bundle with its state and time; the API server's own words where it refused. */
export async function ProvisionStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.provision");
  const foot = await getTranslations("welcome.foot");
  const { project, progress } = wizard;
  if (!project) return null;
  const { detail, steps } = project;
  const counted = count(project);
  const { total, done, refused } = counted;
  const ready = progress.provisionedAt !== null;
  const { span, whole } = times(project);
  // Trouble of the whole project: its namespace is somebody else's, for example.
  const blocked = !ready && detail.phase === "Degraded" && refused === 0;
  const lead = refused
    ? t("leadTrouble", counted)
    : ready && done === total
      ? t("leadDone", { total })
      : total
        ? t("lead", counted)
        : t("leadWait");
  return (
    <>
      <PageHead title={t(ready ? "titleDone" : "title", { name: detail.displayName })} lead={lead} />
      {blocked && (
        <Note
          kind="failed"
          announce
          className="mb-6"
          said={<Said label={t("words")}>{detail.message}</Said>}
          actions={
            <>
              <Retry place={project.place}>{t("retry")}</Retry>
              <ButtonLink href={paths.settings(project.place)} size="s">
                {t("settings")}
              </ButtonLink>
            </>
          }
        >
          {t("troubleText")}
        </Note>
      )}
      <Figures
        className="mb-6"
        figures={[
          { label: t("created"), value: formatNumber(done), unit: total ? t("of", { total }) : undefined },
          figure(t("inApi"), span),
          figure(t("commitToReady"), whole),
        ]}
      />
      {total > 0 && <ProvisionTable place={project.place} namespace={detail.namespace} steps={steps} />}
      <p className="mt-3 mb-6 text-xs text-ink-3">{t("close")}</p>
      <WizardFoot
        back={<Back to="credential" />}
        why={!ready && (total ? t("why", { total }) : t("whyWait"))}
        next={
          ready ? (
            <ButtonLink href={paths.welcome("session")} variant="solid">
              {foot("continue")}
            </ButtonLink>
          ) : (
            <Button variant="solid" reason={t("whyWait")} reasonAt="none">
              {foot("continue")}
            </Button>
          )
        }
      />
    </>
  );
}

/** A time as a big number and its small unit. */
function figure(label: string, milliseconds: number | null) {
  if (milliseconds === null) return { label, value: DASH };
  const [value, ...unit] = formatDuration(milliseconds).split(" ");
  return { label, value, unit: unit.join(" ") };
}
