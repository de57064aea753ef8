"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { RadioCards, Switch } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, InputGroup, Select } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { PlatformSettings } from "#lib/domain/settings/schema.ts";
import { tierIds } from "#lib/domain/tiers/rules.ts";
import { changeSettingsAction } from "../actions.ts";

const days = ["graceDays", "maxKeyDays", "auditDays"] as const;

/** All settings in one form, saved on condition that nobody else changed them since they were read. */
export function SettingsForm({ settings, version }: { settings: PlatformSettings; version: number }) {
  const t = useTranslations("platform.settings");
  const tierName = useTranslations("common.tier");
  const [values, setValues] = useState(settings);
  const { run, pending, refusal } = useAction();
  const set = (part: Partial<PlatformSettings>) => setValues({ ...values, ...part });
  const field = refusal?.field?.replace(/^settings\./, "");
  const errors = refusal && field ? { [field]: refusal.message } : {};

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await run((key) => changeSettingsAction({ version, settings: values }, key));
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
        <RadioCards
          legend={t("creation.legend")}
          name="organizationCreation"
          value={values.organizationCreation}
          onValue={(value) =>
            set({ organizationCreation: value as PlatformSettings["organizationCreation"] })
          }
          options={(["free", "approval", "off"] as const).map((value) => ({
            value,
            label: t(`creation.${value}`),
            detail: t(`creation.${value}Detail`),
          }))}
        />
        <Field name="defaultTier" label={t("defaultTier")} hint={t("defaultTierHint")}>
          <Select
            value={values.defaultTier}
            onChange={(event) => set({ defaultTier: event.target.value as PlatformSettings["defaultTier"] })}
          >
            {tierIds.map((id) => (
              <option key={id} value={id}>
                {tierName(id)}
              </option>
            ))}
          </Select>
        </Field>
        <Switch
          checked={values.personalProjects}
          onChange={(event) => set({ personalProjects: event.target.checked })}
          detail={t("personalProjectsHint")}
        >
          {t("personalProjects")}
        </Switch>
        <Field
          name="personalNamespaceTemplate"
          label={t("personalNamespaceTemplate")}
          hint={t("personalNamespaceTemplateHint")}
          error={errors.personalNamespaceTemplate}
        >
          <Input
            mono
            value={values.personalNamespaceTemplate}
            onChange={(event) => set({ personalNamespaceTemplate: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        {days.map((name) => (
          <Field key={name} name={name} label={t(name)} hint={t(`${name}Hint`)} error={errors[name]}>
            <InputGroup unit={t("days")}>
              <Input
                inputMode="numeric"
                value={Number.isNaN(values[name]) ? "" : values[name]}
                onChange={(event) => set({ [name]: Number.parseInt(event.target.value, 10) })}
              />
            </InputGroup>
          </Field>
        ))}
        <SubmitButton pending={pending}>{t("save")}</SubmitButton>
      </Fields>
    </form>
  );
}
