"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEventHandler, ReactNode } from "react";
import { Switch } from "#components/form/choice.tsx";
import { Field, fieldId } from "#components/form/field.tsx";
import { FileText } from "#components/form/file-text.tsx";
import { Input, InputGroup, Select } from "#components/form/input.tsx";
import { SecretInput } from "#components/form/secret-input.tsx";
import { mostText } from "#lib/domain/credentials/kinds/fields.ts";
import type { CredentialKindId } from "#lib/domain/credentials/kinds/index.ts";
import type { SettingField as Look, Part } from "#lib/domain/credentials/kinds/kind.ts";
import type { CredentialFormState } from "./use-credential-form.ts";

type Error = string | false | null;

/** One setting of a kind, asked for as the kind says. `off` is why it cannot be changed here. */
export function SettingField({
  kind,
  field,
  look,
  value = "",
  off,
  error,
  onValue,
  onLarge,
  onKeyDown,
}: {
  kind: CredentialKindId;
  field: string;
  look: Look;
  value?: string | boolean;
  off?: string | false;
  error?: Error;
  onValue: (value: string | boolean) => void;
  /** Told when a file was chosen that is too large to be read. */
  onLarge: () => void;
  onKeyDown?: KeyboardEventHandler;
}) {
  const t = useTranslations("credentialForm");
  const k = useTranslations("credentialKinds");
  const at = `${kind}.setting.${field}`;
  const name = `settings.${field}`;
  const readOnly = Boolean(off);
  if (look.control === "switch")
    return (
      <Switch
        id={fieldId(name)}
        name={name}
        checked={value === true}
        detail={k(`${at}.hint`)}
        error={error || undefined}
        reason={off}
        onChange={({ target }) => onValue(target.checked)}
      >
        {k(`${at}.label`)}
      </Switch>
    );
  return (
    <Field
      name={name}
      label={k(`${at}.label`)}
      hint={off || k(`${at}.hint`)}
      error={error || undefined}
      optional={look.optional}
    >
      {look.control === "choice" ? (
        <Select value={String(value)} disabled={readOnly} onChange={({ target }) => onValue(target.value)}>
          {look.options.map((option) => (
            <option key={option} value={option}>
              {k(`${at}.option.${option}`)}
            </option>
          ))}
        </Select>
      ) : look.control === "text" ? (
        <FileText
          defaultValue={String(value)}
          fileLabel={t("file")}
          most={mostText}
          readOnly={readOnly}
          onText={onValue}
          onLarge={onLarge}
        />
      ) : (
        <Input
          value={String(value)}
          readOnly={readOnly}
          onChange={({ target }) => onValue(target.value)}
          onKeyDown={onKeyDown}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

/** One secret part of a kind. It lives in its input alone, which the form finds by `data-part`. */
export function PartField({
  form,
  part: { suffix, control, optional },
  docs,
  button,
  error,
}: {
  form: CredentialFormState;
  part: Part;
  /** Where its provider says how to make one. */
  docs?: string;
  /** Acts on it. */
  button?: ReactNode;
  error?: Error;
}) {
  const t = useTranslations("credentialForm");
  const k = useTranslations("credentialKinds");
  const text = (what: string) => k(`${form.kind}.part.${suffix}.${what}`);
  const name = `values.${suffix}`;
  const shared = { "data-part": suffix, readOnly: Boolean(form.off) };
  const line = (
    <SecretInput
      {...shared}
      onChange={({ target }) => form.noteSecret(suffix, target.value)}
      onKeyDown={form.onEnter}
    />
  );
  return (
    <Field
      name={name}
      label={text("label")}
      error={error || undefined}
      optional={optional}
      hint={
        <>
          {text("hint")}{" "}
          {docs && (
            <a className="link" href={docs} target="_blank" rel="noreferrer">
              {t("docs", { docs: k(`${form.kind}.docs`) })}
            </a>
          )}
        </>
      }
    >
      {control === "line" ? (
        button ? (
          <InputGroup button={button}>{line}</InputGroup>
        ) : (
          line
        )
      ) : (
        <FileText
          {...shared}
          masked
          fileLabel={t("file")}
          most={mostText}
          onText={(written) => form.noteSecret(suffix, written)}
          onLarge={() => form.setLarge(name)}
          beside={button}
        />
      )}
    </Field>
  );
}
