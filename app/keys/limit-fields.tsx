"use client";

import { useTranslations } from "next-intl";
import { Field, type FieldError } from "#components/form/field.tsx";
import { Input, InputGroup, Textarea } from "#components/form/input.tsx";
import { type KeyLimits, limitNames } from "#lib/domain/keys/names.ts";

/** Limits as they are typed: empty for none. */
export type LimitTexts = Record<keyof KeyLimits, string>;

export const limitTexts = (limits?: KeyLimits): LimitTexts =>
  Object.fromEntries(limitNames.map((name) => [name, limits?.[name]?.toString() ?? ""])) as LimitTexts;

/** What was typed, for the server to judge: nothing is no limit, and spaces or commas between digits are read over. */
export const limitsTyped = (texts: LimitTexts) =>
  Object.fromEntries(
    limitNames.map((name) => [name, texts[name].trim() === "" ? null : texts[name].replace(/[\s,_$]/g, "")]),
  ) as Record<keyof KeyLimits, string | null>;

/** Lines of a text, without those that are empty. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Errors by the fields that are on the page: one of a line is of its list. */
export const byField = (errors: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(errors).map(([of, message]) => [of.replace(/\.\d+$/, ""), message]));

/** What is wrong with a list that is typed by lines: which line, and why. */
export function lineError(
  errors: Record<string, string | undefined>,
  name: string,
  text: string,
  say: (line: string, message: string) => string,
): string | undefined {
  const [field, message] =
    Object.entries(errors).find(([of]) => of === name || of.startsWith(`${name}.`)) ?? [];
  if (!field || !message) return undefined;
  const line = linesOf(text)[Number(field.slice(name.length + 1))];
  return line && field !== name ? say(line, message) : message;
}

/** The most of each limit, with its unit; each may stay empty. */
export function LimitFields({
  texts,
  onChange,
  errors,
}: {
  texts: LimitTexts;
  onChange: (texts: LimitTexts) => void;
  errors: Record<string, FieldError>;
}) {
  const t = useTranslations("keys.fields");
  return (
    <fieldset className="grid max-w-form gap-1.25">
      <legend className="mb-1.25 p-0 font-mid">{t("limits")}</legend>
      <p className="mb-1.25 text-xs leading-4.5 text-ink-3">{t("limitsHint")}</p>
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        {limitNames.map((name) => (
          <Field
            key={name}
            name={`limits.${name}`}
            label={t(`limit.${name}`)}
            error={errors[`limits.${name}`]}
            optional
          >
            <InputGroup unit={t(`unit.${name}`)}>
              <Input
                inputMode={name === "costPerMonth" ? "decimal" : "numeric"}
                autoComplete="off"
                value={texts[name]}
                onChange={(event) => onChange({ ...texts, [name]: event.target.value })}
              />
            </InputGroup>
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

const examples = {
  routes: "/v1/messages\n/v1/chat/completions",
  addresses: "203.0.113.7\n10.20.0.0/16",
} as const;

/** Things of which one stands on each line. */
export function LinesField({
  name,
  value,
  onChange,
  errors,
}: {
  name: keyof typeof examples;
  value: string;
  onChange: (text: string) => void;
  errors: Record<string, string | undefined>;
}) {
  const t = useTranslations("keys.fields");
  const error = lineError(errors, name, value, (line, message) => t("line", { line, message }));
  return (
    <Field name={name} label={t(name)} hint={t(`${name}Hint`)} error={error} optional>
      <Textarea
        mono
        rows={3}
        spellCheck={false}
        autoComplete="off"
        placeholder={examples[name]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
