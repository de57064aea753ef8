"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorsOf, type Refusal } from "#app/use-action.ts";
import { Checkbox } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, FieldMessage } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { tokenScopes } from "#lib/domain/tokens/schema.ts";

type Scope = (typeof tokenScopes)[number];

const lives = [7, 30, 90, 180, 365];

/** What every new token has: a name, scopes, an end. `most` is the longest life in days that the platform lets it have. */
export function useTokenFields(most: number) {
  const days = [...lives.filter((one) => one < most), most];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [expiresInDays, setDays] = useState(days.includes(90) ? 90 : most);
  const toggle = (scope: Scope) =>
    setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  return {
    values: { name, scopes: [...scopes], expiresInDays },
    days,
    setName,
    toggle,
    setDays,
  };
}

/** The fields around `children`, which say whose the token is. `scoped` is off where the scopes are given. */
export function TokenFields({
  fields,
  refusal,
  scoped = true,
  children,
}: {
  fields: ReturnType<typeof useTokenFields>;
  refusal: Refusal | null;
  scoped?: boolean;
  children: React.ReactNode;
}) {
  const t = useTranslations("tokens.dialog");
  const { values, days, setName, toggle, setDays } = fields;
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
        <fieldset className="grid max-w-form gap-x-4 gap-y-1.5 sm:grid-cols-2">
          <legend className="mb-1.25 p-0 font-mid sm:col-span-2">{t("scopes")}</legend>
          {tokenScopes.map((scope) => (
            <Checkbox
              key={scope}
              checked={values.scopes.includes(scope)}
              onChange={() => toggle(scope)}
              detail={t(`scope.${scope.replace(":", "-")}`)}
            >
              <code className="font-mono text-xs">{scope}</code>
            </Checkbox>
          ))}
          {errors.scopes && <FieldMessage>{errors.scopes}</FieldMessage>}
        </fieldset>
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
