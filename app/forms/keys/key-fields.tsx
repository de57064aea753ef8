"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorsOf, type Refusal } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, firstMessage } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { EndsField } from "./ends-field.tsx";
import { firstLife } from "./lives.ts";
import { readingAll, ScopeFields } from "./scope-fields.tsx";

/** What a key of one's own has: a name, scopes, an end. `most` is the longest life in days that it may have. */
export function useKeyFields(most: number) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(readingAll);
  const [expiresInDays, setDays] = useState(firstLife(most));
  return { values: { name, scopes: [...scopes], expiresInDays }, most, setName, setScopes, setDays };
}

/** The fields around `children`, which say where the key is for. `scoped` is off where the scopes are given. */
export function KeyFields({
  fields,
  refusal,
  scoped = true,
  children,
}: {
  fields: ReturnType<typeof useKeyFields>;
  refusal: Refusal | null;
  scoped?: boolean;
  children: React.ReactNode;
}) {
  const t = useTranslations("keys.fields");
  const { values, most, setName, setScopes, setDays } = fields;
  const errors = errorsOf(refusal);
  return (
    <>
      <ErrorSummary
        message={refusal ? (refusal.field ? t("failed") : refusal.message) : undefined}
        errors={errors}
        labels={{ name: t("name"), scopes: t("scopes"), expiresInDays: t("ends") }}
        requestId={refusal?.requestId}
      />
      <Field name="name" label={t("name")} hint={t("nameHint")} error={errors.name}>
        <Input value={values.name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      {children}
      {scoped && (
        <ScopeFields
          scopes={values.scopes}
          onChange={setScopes}
          error={firstMessage(errors.scopes)}
          modelsAt={t("modelsInProject")}
        />
      )}
      <EndsField days={values.expiresInDays} most={most} onChange={setDays} error={errors.expiresInDays} />
    </>
  );
}
