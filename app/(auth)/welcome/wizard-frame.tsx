import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Activity } from "#app/activity.tsx";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { LiveProvider, LiveRefresh } from "#components/shell/live.tsx";
import { WizardShell } from "#components/shell/wizard-shell.tsx";
import { formatClock } from "#components/ui/format.ts";
import type { Step } from "#components/ui/steps.tsx";
import { Elapsed } from "#components/ui/time.tsx";
import { isDone, openStep, type WizardStep, wizardSteps } from "#lib/domain/onboarding/rules.ts";
import { leaveWizardAction } from "./actions.ts";
import type { Wizard } from "./read-wizard.ts";
import { StepFocus } from "./step-focus.tsx";

/** The wizard's frame: which steps there are, the time taken so far, the way out, and the live stream. */
export async function WizardFrame({ wizard, children }: { wizard: Wizard; children: ReactNode }) {
  const t = await getTranslations("welcome");
  const common = await getTranslations("common");
  const { progress, step, organization, project, startedAt } = wizard;

  const finished = progress.finishedAt;

  const doneDetail: Record<WizardStep, string> = {
    you: wizard.viewer.email ?? wizard.viewer.displayName,
    organization: organization?.displayName ?? "",
    project: project
      ? t("step.project.done", {
          name: project.detail.displayName,
          tier: common(`tier.${project.detail.tier}`),
        })
      : "",
    credential: project?.credentials[0]
      ? t("step.credential.done", { name: project.credentials[0].name })
      : "",
    provision: t("step.provision.done", { count: project?.steps.length ?? 0 }),
    session: t("step.session.done"),
  };
  const steps = wizardSteps.map((name): Step => {
    const done = isDone(progress, name);
    const open = openStep(progress, name) === name;
    return {
      title: t(`step.${name}.title`),
      detail: done ? doneDetail[name] : t(`step.${name}.todo`),
      state: name === step ? "current" : done ? "done" : "todo",
      href: open ? paths.welcome(name) : undefined,
    };
  });

  const url = organization ? paths.api.events({ org: organization.slug }) : paths.api.ownEvents();
  return (
    <>
      <Activity />
      <StepFocus step={step} />
      <LiveProvider url={url}>
        <LiveRefresh
          topics={[
            "projects",
            "provisioning",
            "sessions",
            "credentials",
            "members",
            "invitations",
            "requests",
          ]}
          where={project ? { project: project.detail.id } : {}}
        />
        <WizardShell
          brand={{ name: product, href: paths.home() }}
          title={t("title")}
          stepsLabel={t("steps")}
          steps={steps}
          meta={
            <>
              <span className="max-md:hidden">{t("started", { time: formatClock(startedAt) })} </span>
              <Elapsed since={startedAt} until={finished} /> {finished ? t("took") : t("soFar")}
            </>
          }
          leave={
            !finished && (
              <DoButton variant="bare" size="s" action={leaveWizardAction} input={{}} leadsTo={paths.home()}>
                {t("leave")}
              </DoButton>
            )
          }
        >
          {children}
        </WizardShell>
      </LiveProvider>
    </>
  );
}
