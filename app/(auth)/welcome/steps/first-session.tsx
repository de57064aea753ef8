"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { launchSessionAction } from "#app/(console)/orgs/[org]/projects/[project]/sessions/actions.ts";
import {
  namesModel,
  withCredential,
  withModel,
} from "#app/(console)/orgs/[org]/projects/[project]/sessions/new/fields.ts";
import { useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Input, Select, Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import type { Usable } from "#lib/domain/sessions/usable.ts";
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
  /** Those that the chat agent can use. */
  credentials: Pick<Usable, "id" | "name" | "kind" | "model" | "testPassed">[];
  again?: { prompt: string; model: string; credentialId?: string };
}) {
  const t = useTranslations("welcome.session.form");
  const formId = useId();
  const { run, pending, refusal } = useAction();
  const [prompt, setPrompt] = useState(again?.prompt ?? t("suggestion"));
  const [chosen, setChosen] = useState(() => {
    const model = again?.model ?? models[0] ?? "";
    const credentialId = again?.credentialId ?? "";
    const first = withModel({ model, credentialId, credentialIds: [] }, model, credentials);
    return first.credentialId ? first : withCredential(first, credentials[0]?.id ?? "", credentials, models);
  });
  const { model, credentialId } = chosen;
  const named = namesModel(chosen, credentials);
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
              {named ? (
                <Input
                  maxLength={200}
                  autoComplete="off"
                  spellCheck={false}
                  value={model}
                  onChange={(event) => setChosen({ ...chosen, model: event.target.value })}
                />
              ) : (
                <Select
                  value={model}
                  onChange={(event) => setChosen(withModel(chosen, event.target.value, credentials))}
                >
                  {models.map((name) => (
                    <option key={name}>{name}</option>
                  ))}
                </Select>
              )}
            </Field>
            <Field
              name="credentialId"
              label={t("credential")}
              error={errors.credential ?? errors.credentialId}
            >
              <Select
                value={credentialId}
                onChange={(event) =>
                  setChosen(withCredential(chosen, event.target.value, credentials, models))
                }
              >
                {credentials.map(({ id, name }) => (
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
