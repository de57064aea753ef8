"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select, Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { say } from "#components/ui/toaster.tsx";
import { mayReach, mayUsePodSecurity } from "#lib/domain/projects/rules.ts";
import {
  type EgressMode,
  egressModes,
  mayUseTier,
  type PodSecurity,
  tierIds,
} from "#lib/domain/tiers/rules.ts";
import { updateProjectAction } from "./actions.ts";
import { labelsOf, linesOf } from "./labels.ts";

type TierId = (typeof tierIds)[number];
type Project = {
  tier: string;
  displayName: string;
  labels: Record<string, string>;
  egressMode: string;
  podSecurity: string;
  version: number;
};

/** What may change in a project that stands, saved on condition that nobody else changed it since it was read. */
export function ProjectForm({
  place,
  project,
  organizationTier,
}: {
  place: { org: string; project: string };
  project: Project;
  /** The highest that the project's may be. */
  organizationTier: string;
}) {
  const t = useTranslations("settings.form");
  const egressName = useTranslations("common.egress");
  const tierName = useTranslations("common.tier");
  const [tier, setTier] = useState(project.tier as TierId);
  const [displayName, setName] = useState(project.displayName);
  const [labels, setLabels] = useState(linesOf(project.labels));
  const [egressMode, setEgress] = useState(project.egressMode as EgressMode);
  const [podSecurity, setPodSecurity] = useState(project.podSecurity as PodSecurity);
  const { run, pending, refusal } = useAction();
  // A label's own name stands behind the field's.
  const field = refusal?.field?.split(".")[0];
  const errors: Record<string, string> = refusal && field ? { [field]: refusal.message } : {};
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { version } = project;
    const input = { version, displayName, labels: labelsOf(labels), tier, egressMode, podSecurity };
    const saved = await run((key) => updateProjectAction(place, input, key));
    if (saved?.ok) say({ text: t("saved") });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <ErrorSummary
          message={refusal ? (field ? t("failed") : refusal.message) : undefined}
          errors={errors}
          requestId={refusal?.requestId}
        />
        <Field name="displayName" label={t("name")} error={errors.displayName}>
          <Input value={displayName} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Field name="labels" label={t("labels")} hint={t("labelsHint")} error={errors.labels} optional>
          <Textarea
            mono
            rows={3}
            value={labels}
            onChange={(event) => setLabels(event.target.value)}
            spellCheck={false}
          />
        </Field>
        <Field name="tier" label={t("tier")} hint={t("tierHint")} error={errors.tier}>
          <Select value={tier} onChange={(event) => setTier(event.target.value as TierId)}>
            {tierIds.map((id) => (
              <option key={id} value={id} disabled={id !== project.tier && !mayUseTier(organizationTier, id)}>
                {tierName(id)}
              </option>
            ))}
          </Select>
        </Field>
        <RadioCards
          legend={t("egress")}
          name="egressMode"
          value={egressMode}
          onValue={(value) => setEgress(value as EgressMode)}
          error={errors.egressMode}
          options={egressModes.map((value) => ({
            value,
            label: egressName(value),
            detail: t(`egressIs.${value}`),
            reason: !mayReach(tier, value) && t("tierOff"),
          }))}
        />
        <RadioCards
          legend={t("podSecurity")}
          name="podSecurity"
          value={podSecurity}
          onValue={(value) => setPodSecurity(value as PodSecurity)}
          error={errors.podSecurity}
          options={(["restricted", "baseline"] as const).map((value) => ({
            value,
            label: t(`podSecurityIs.${value}`),
            detail: t(`podSecurityIs.${value}Detail`),
            reason: !mayUsePodSecurity(tier, value) && t("tierOff"),
          }))}
        />
        <SubmitButton pending={pending}>{t("save")}</SubmitButton>
      </Fields>
    </form>
  );
}
