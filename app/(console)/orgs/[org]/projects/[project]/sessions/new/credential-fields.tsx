"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "#components/form/choice.tsx";
import { FieldMessage, fieldId } from "#components/form/field.tsx";
import type { Choice } from "./fields.ts";

/** Which further credentials a session is given. */
export function FurtherCredentials({
  credentials,
  chosen,
  onChange,
  error,
  mark,
}: {
  /** All but the model's. */
  credentials: Choice[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error?: string;
  mark?: string;
}) {
  const t = useTranslations("sessions.form");
  if (credentials.length === 0) return null;
  return (
    <fieldset className="grid max-w-form gap-1.5">
      <legend className="mb-1.25 p-0 font-mid">
        {t("further")} <span className="text-xs font-body text-ink-3">{mark ?? t("furtherOptional")}</span>
      </legend>
      <p className="text-xs leading-4.5 text-ink-3">{t("furtherHint")}</p>
      <div className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {credentials.map(({ id, label }, at) => (
          <Checkbox
            key={id}
            id={at === 0 ? fieldId("credentialIds") : undefined}
            checked={chosen.includes(id)}
            onChange={({ target: { checked } }) =>
              onChange(checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          >
            {label}
          </Checkbox>
        ))}
      </div>
      {error && <FieldMessage>{error}</FieldMessage>}
    </fieldset>
  );
}

/** Where a session finds what it is given, and who could read it there. */
export function WhoCouldRead({ credentials }: { credentials: Choice[] }) {
  const t = useTranslations("sessions.form.reach");
  if (credentials.length === 0) return null;
  const code = (text: string) => (
    <code key={text} className="font-mono text-xs wrap-anywhere">
      {text}
    </code>
  );
  return (
    <section className="max-w-form" aria-labelledby="who-could-read">
      <h2 id="who-could-read" className="mb-1.25 text-sm font-mid">
        {t("title")}
      </h2>
      <ul className="mb-2 grid gap-1 text-ink-2">
        {credentials.map(({ id, name, files, variables }) => (
          <li key={id}>
            {[...files, ...variables].length === 0
              ? t("nothing", { name })
              : t.rich(variables.length > 0 ? "variable" : "file", {
                  name,
                  where: () =>
                    [...files, ...variables].flatMap((place, at) =>
                      at > 0 ? [", ", code(place)] : [code(place)],
                    ),
                })}
          </li>
        ))}
      </ul>
      <p className="text-xs leading-4.5 text-pretty text-ink-3">{t("who")}</p>
    </section>
  );
}
