"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "#components/form/choice.tsx";
import { FieldMessage, fieldId } from "#components/form/field.tsx";

/** Which of a tier's models may be called: none ticked, all of them, also those that come later. */
export function ModelFields({
  models,
  chosen,
  onChange,
  error,
}: {
  models: readonly string[];
  chosen: readonly string[];
  onChange: (models: string[]) => void;
  error?: string;
}) {
  const t = useTranslations("keys.fields");
  // One that the tier has no longer stays to be taken off.
  const all = [...models, ...chosen.filter((model) => !models.includes(model))];
  return (
    <fieldset className="grid max-w-form gap-1.5">
      <legend className="mb-1.25 p-0 font-mid">{t("models")}</legend>
      <p className="text-xs leading-4.5 text-ink-3">
        {chosen.length === 0 ? t("modelsAll") : t("modelsSome")}
      </p>
      <div className="grid gap-x-6 gap-y-1.5 md:grid-cols-2">
        {all.map((model, at) => (
          <Checkbox
            key={model}
            id={at === 0 ? fieldId("models") : undefined}
            checked={chosen.includes(model)}
            onChange={() =>
              onChange(chosen.includes(model) ? chosen.filter((one) => one !== model) : [...chosen, model])
            }
            detail={models.includes(model) ? undefined : t("modelGone")}
          >
            <span className="font-mono text-xs">{model}</span>
          </Checkbox>
        ))}
      </div>
      {error && <FieldMessage>{error}</FieldMessage>}
    </fieldset>
  );
}
