"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "#components/form/choice.tsx";
import { FieldMessage, fieldId } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { type Resource, resources } from "#lib/domain/access/permissions.ts";
import type { keyScopes } from "#lib/domain/keys/schema.ts";

export type KeyScope = (typeof keyScopes)[number];

/** Every resource to be read, as a new key begins. */
export const readingAll: readonly KeyScope[] = resources.map((of): KeyScope => `${of}:read`);

const others = ["models:call", "usage:read"] as const;
const levels = ["none", "read", "write"] as const;

const levelOf = (scopes: readonly KeyScope[], of: Resource) =>
  scopes.includes(`${of}:write`) ? "write" : scopes.includes(`${of}:read`) ? "read" : "none";

/** What a key may do: of each resource nothing, to read it or to write it; and what belongs to none. */
export function ScopeFields({
  scopes,
  onChange,
  error,
  modelsAt,
}: {
  scopes: readonly KeyScope[];
  onChange: (scopes: readonly KeyScope[]) => void;
  error?: string;
  /** Where keys that call models are made, if not here. */
  modelsAt?: string;
}) {
  const t = useTranslations("keys.fields");
  const without = (gone: readonly KeyScope[]) => scopes.filter((scope) => !gone.includes(scope));
  const give = (of: Resource, level: string) => {
    const rest = without([`${of}:read`, `${of}:write`]);
    onChange(level === "none" ? rest : [...rest, `${of}:${level === "write" ? "write" : "read"}`]);
  };
  // An error's link leads to the first of them.
  const idOf = (of: Resource, at: number) => (at === 0 ? fieldId("scopes") : fieldId(`scope-${of}`));
  return (
    <fieldset className="grid max-w-form gap-1.5">
      <legend className="mb-1.25 p-0 font-mid">{t("scopes")}</legend>
      <div className="grid gap-y-1.5">
        {resources.map((of, at) => (
          <div key={of} className="flex items-center justify-between gap-3">
            <label htmlFor={idOf(of, at)}>{t(`scope.${of}`)}</label>
            <Select
              id={idOf(of, at)}
              className="w-36 flex-none"
              value={levelOf(scopes, of)}
              onChange={(event) => give(of, event.target.value)}
            >
              {levels.map((level) => (
                <option key={level} value={level}>
                  {t(`scope.${level}`)}
                </option>
              ))}
            </Select>
          </div>
        ))}
        {others.map((scope) => (
          <Checkbox
            key={scope}
            checked={scopes.includes(scope)}
            onChange={() => onChange(scopes.includes(scope) ? without([scope]) : [...scopes, scope])}
            reason={scope === "models:call" && modelsAt}
            detail={t(`scope.${scope === "models:call" ? "models-call" : "usage-read"}`)}
          >
            <code className="font-mono text-xs">{scope}</code>
          </Checkbox>
        ))}
      </div>
      {error && <FieldMessage>{error}</FieldMessage>}
    </fieldset>
  );
}
