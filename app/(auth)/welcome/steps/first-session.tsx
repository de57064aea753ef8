"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { launchSessionAction } from "#app/(console)/orgs/[org]/projects/[project]/sessions/actions.ts";
import { useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Select, Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { type ProviderKind, providerOf } from "#lib/domain/tiers/rules.ts";
import { Back } from "./back.tsx";

/**
 * Prompt, model and credential of the first session, and the step's foot. `again` fills in what an earlier one was asked
 * that did not succeed.
 */
export function FirstSession({
  place,
  models,
  credentials,
  again,
}: {
  place: { org: string; project: string };
  models: readonly string[];
  credentials: { id: string; name: string; kind: ProviderKind }[];
  again?: { prompt: string; model: string; credentialId?: string };
}) {
  const t = useTranslations("welcome.session.form");
  const formId = useId();
  const { run, pending, refusal } = useAction();
  const [prompt, setPrompt] = useState(again?.prompt ?? t("suggestion"));
  const [model, setModel] = useState(again?.model ?? models[0] ?? "");
  const fitting = credentials.filter(({ kind }) => kind === providerOf(model));
  const [wanted, setCredential] = useState(again?.credentialId);
  const credentialId = (fitting.find(({ id }) => id === wanted) ?? fitting[0])?.id ?? "";
  const errors: Record<string, string | undefined> = refusal?.field
    ? { [refusal.field]: refusal.message }
    : {};

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await run((key) => launchSessionAction(place, { prompt, model, credentialId }, key));
  };
  return (
    <>
      <form id={formId} onSubmit={submit} noValidate className="pb-8">
        <Fields>
          {refusal && (
            <ErrorSummary
              message={refusal.field === "prompt" ? t("errors") : refusal.message}
              errors={refusal.field === "prompt" ? errors : null}
              labels={{ prompt: t("prompt") }}
              requestId={refusal.requestId}
            />
          )}
          <Field name="prompt" label={t("prompt")} error={errors.prompt}>
            <Textarea rows={5} value={prompt} onChange={(event) => setPrompt(event.target.value)} />
          </Field>
          <FieldRow>
            <Field name="model" label={t("model")} error={errors.model}>
              <Select value={model} onChange={(event) => setModel(event.target.value)}>
                {models.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            </Field>
            <Field
              name="credentialId"
              label={t("credential")}
              error={errors.credential ?? errors.credentialId}
            >
              <Select value={credentialId} onChange={(event) => setCredential(event.target.value)}>
                {fitting.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
          </FieldRow>
        </Fields>
      </form>
      <WizardFoot
        back={<Back to="provision" />}
        why={t("whyStart")}
        next={
          <SubmitButton form={formId} pending={pending}>
            {again ? t("again") : t("submit")}
          </SubmitButton>
        }
      />
    </>
  );
}
