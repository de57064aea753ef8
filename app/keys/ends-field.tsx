"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field, FieldRow } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Time } from "#components/ui/time.tsx";
import { dateIn, dayMs, daysUntil, livesUpTo } from "./lives.ts";

const chosenDay = "date";

/** When a key ends: after some days, or at a day that is chosen, with the moment it comes to. */
export function EndsField({
  days,
  most,
  onChange,
  error,
}: {
  days: number;
  most: number;
  onChange: (days: number) => void;
  error?: string;
}) {
  const t = useTranslations("keys.fields");
  const [own, setOwn] = useState(false);
  const [date, setDate] = useState("");
  const choose = (value: string) => {
    setOwn(value === chosenDay);
    if (value !== chosenDay) return onChange(Number(value));
    setDate(dateIn(days));
  };
  const type = (value: string) => {
    setDate(value);
    // What is no day is for the server to refuse, as every number that does not fit.
    onChange(daysUntil(value) || 0);
  };
  const ends =
    days >= 1 && days <= most
      ? t.rich("endsAt", { when: () => <Time at={Date.now() + days * dayMs} as="exact" /> })
      : t("endsMost", { most });
  return (
    <FieldRow>
      <Field name="expiresInDays" label={t("ends")} error={error} hint={ends}>
        <Select value={own ? chosenDay : days} onChange={(event) => choose(event.target.value)}>
          {livesUpTo(most).map((count) => (
            <option key={count} value={count}>
              {t("inDays", { count })}
            </option>
          ))}
          <option value={chosenDay}>{t("onDay")}</option>
        </Select>
      </Field>
      {own && (
        <Field name="endsOn" label={t("day")}>
          <Input
            type="date"
            value={date}
            min={dateIn(1)}
            max={dateIn(most)}
            onChange={(event) => type(event.target.value)}
          />
        </Field>
      )}
    </FieldRow>
  );
}
