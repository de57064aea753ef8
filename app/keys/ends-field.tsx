"use client";

import { useTranslations } from "next-intl";
import { dayIn } from "#app/forms/day.ts";
import { Field, FieldRow } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { DASH, formatDate } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import { isWithin, type Life, livesUpTo } from "./lives.ts";
import { useEnd } from "./use-end.ts";

const ofADay = "day";

/**
 * When a key ends: after some days, or with a day that is chosen, and the moment it comes to. With `before` it may also be
 * left as it was, which is null.
 */
export function EndsField<L extends Life | null>({
  life,
  most,
  before,
  onChange,
  error,
}: {
  life: L;
  most: number;
  before?: L extends null ? Date : never;
  onChange: (life: Life | L) => void;
  error?: string;
}) {
  const t = useTranslations("keys.life");
  const end = useEnd(life);
  const choose = (value: string) => {
    if (value === "") onChange(null as L);
    else onChange(value === ofADay ? dayIn(typeof life === "number" ? life : 1) : Number(value));
  };
  const hint =
    life === null
      ? undefined
      : isWithin(life, most)
        ? t.rich("endsAt", { when: () => (end ? <Time at={end} as="exact" /> : DASH) })
        : t("most", { most });
  return (
    <FieldRow>
      <Field name="expiresAt" label={t("ends")} error={error} hint={hint}>
        <Select
          value={typeof life === "string" ? ofADay : (life ?? "")}
          onChange={(event) => choose(event.target.value)}
        >
          {before && <option value="">{t("before", { date: formatDate(before) })}</option>}
          {livesUpTo(most).map((count) => (
            <option key={count} value={count}>
              {t("after", { count })}
            </option>
          ))}
          <option value={ofADay}>{t("onDay")}</option>
        </Select>
      </Field>
      {typeof life === "string" && (
        <Field name="endsOn" label={t("day")}>
          <Input
            type="date"
            value={life}
            min={dayIn(0)}
            max={dayIn(most)}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      )}
    </FieldRow>
  );
}
