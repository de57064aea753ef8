"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorsOf, type Refusal } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, firstMessage } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { readingAll, ScopeFields } from "./scope-fields.tsx";

const lives = [7, 30, 90, 180, 365];

/** What every new key has: a name, scopes, an end. `most` is the longest life in days that the platform lets it have. */
export function useKeyFields(most: number) {
  const days = [...lives.filter((one) => one < most), most];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(readingAll);
  const [expiresInDays, setDays] = useState(days.includes(90) ? 90 : most);
  return {
    values: { name, scopes: [...scopes], expiresInDays },
    days,
    setName,
    setScopes,
    setDays,
  };
}

/** The fields around `children`, which say whose the key is. `scoped` is off where the scopes are given. */
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
  const t = useTranslations("keys.dialog");
  const { values, days, setName, setScopes, setDays } = fields;
  const errors = errorsOf(refusal);
  return (
    <>
      <ErrorSummary
        message={refusal ? (refusal.field ? t("failed") : refusal.message) : undefined}
        errors={errors}
        labels={{ name: t("name"), scopes: t("scopes"), expiresInDays: t("days") }}
        requestId={refusal?.requestId}
      />
      <Field name="name" label={t("name")} hint={t("nameHint")} error={errors.name}>
        <Input value={values.name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      {children}
      {scoped && (
        <ScopeFields scopes={values.scopes} onChange={setScopes} error={firstMessage(errors.scopes)} />
      )}
      <Field name="expiresInDays" label={t("days")} error={errors.expiresInDays}>
        <Select value={values.expiresInDays} onChange={(event) => setDays(Number(event.target.value))}>
          {days.map((count) => (
            <option key={count} value={count}>
              {t("inDays", { count })}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}
