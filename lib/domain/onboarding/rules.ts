export const wizardSteps = ["you", "organization", "project", "credential", "provision", "session"] as const;
export type WizardStep = (typeof wizardSteps)[number];

export type Progress = {
  youAt: Date | null;
  organizationAt: Date | null;
  projectAt: Date | null;
  credentialAt: Date | null;
  provisionedAt: Date | null;
  finishedAt: Date | null;
};

const doneAt = {
  you: "youAt",
  organization: "organizationAt",
  project: "projectAt",
  credential: "credentialAt",
  provision: "provisionedAt",
  session: "finishedAt",
} as const satisfies Record<WizardStep, keyof Progress>;

/** Whether a step has been done. */
export const isDone = (progress: Progress, step: WizardStep): boolean => progress[doneAt[step]] !== null;

/**
 * The furthest step somebody may open: the first that is not done. Earlier ones stay open, so Back works. The
 * credential may be given after provisioning, so an undone credential does not close the step behind it.
 */
export function furthestStep(progress: Progress): WizardStep {
  for (const step of wizardSteps) {
    if (isDone(progress, step)) continue;
    if (step === "credential" && isDone(progress, "provision")) continue;
    return step;
  }
  return "session";
}

/** The step to show for the one that was asked for in the address. */
export function openStep(progress: Progress, asked: string | undefined): WizardStep {
  const furthest = furthestStep(progress);
  const wanted = wizardSteps.find((step) => step === asked);
  if (!wanted) return furthest;
  return wizardSteps.indexOf(wanted) <=
    Math.max(wizardSteps.indexOf(furthest), isDone(progress, "project") ? 4 : 0)
    ? wanted
    : furthest;
}
