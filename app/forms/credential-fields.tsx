"use client";

import { useTranslations } from "next-intl";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { type CredentialKindId, kindOf } from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import { CredentialHandover } from "./credential-handover.tsx";
import { PartField, SettingField } from "./credential-inputs.tsx";
import { CredentialTest } from "./credential-test.tsx";
import { KindOptions } from "./kind-options.tsx";
import type { CredentialFormState } from "./use-credential-form.ts";

/** Kind, name, settings and secret parts with their test, and how a session is given them. */
export function CredentialFields({ form }: { form: CredentialFormState }) {
  const t = useTranslations("credentialForm");
  const k = useTranslations("credentialKinds");
  const provider = useTranslations("common.provider");
  const causes = useTranslations("credentialTest.cause");
  const { kind, name, replaces, off, result, refusal, large, testing, keeping, runTest } = form;
  const { fields, parts, docs, test } = kindOf(kind);
  const said = result?.cause && (causes.has(result.cause) ? result.cause : "unexpected");
  const errorAt = (field: string): string | undefined => {
    if (large === field) return t("fileLarge");
    if (said && form.blamed === field) return causes(said, { provider: provider(kind) });
    return refusal?.field === field ? refusal.message : undefined;
  };
  const settings = Object.entries(fields).map(([field, look]) => ({ field, look }));
  const rare = settings.filter(({ look }) => look.rare);
  const code = (text: string) => () => <code className="font-mono text-ink-2">{text}</code>;
  const testButton = test && (
    <Button pending={testing} reason={off} reasonAt="none" onClick={runTest}>
      {result ? t("testAgain") : t("test")}
    </Button>
  );
  const drawSetting = ({ field, look }: (typeof settings)[number]) => (
    <SettingField
      key={`${kind} ${field}`}
      kind={kind}
      field={field}
      look={look}
      value={form.settings[field]}
      off={off}
      error={errorAt(`settings.${field}`) ?? form.clashAt(field)}
      onValue={(value) => form.setSetting(field, value)}
      onLarge={() => form.setLarge(`settings.${field}`)}
      onKeyDown={form.onEnter}
    />
  );
  return (
    <div ref={form.box}>
      <Fields>
        {refusal && !result && (
          <ErrorSummary
            message={refusal.field ? t("failed") : refusal.message}
            requestId={refusal.requestId}
          />
        )}
        {!replaces && (
          <Field
            name="kind"
            label={t("kind")}
            hint={
              <>
                {k(`${kind}.about`)} {form.hosts?.[kind] && t("host", { host: form.hosts[kind] })}
              </>
            }
          >
            <Select
              value={kind}
              disabled={Boolean(off)}
              onChange={({ target }) => form.setKind(target.value as CredentialKindId)}
            >
              <KindOptions offered={form.offered} />
            </Select>
          </Field>
        )}
        <Field
          name="name"
          label={t("name")}
          error={form.clash || errorAt("name")}
          hint={t.rich("nameHint", {
            key: code(secretKeyOf(kind, name || kind)),
            secret: code(form.secret),
            namespace: code(form.namespace),
          })}
        >
          <Input
            value={name}
            readOnly={Boolean(replaces || off)}
            onChange={(event) => form.setName(event.target.value)}
            onKeyDown={form.onEnter}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        {settings.filter(({ look }) => !look.rare).map(drawSetting)}
        {parts.map((part, at) => (
          <PartField
            key={`${kind} ${part.suffix}`}
            form={form}
            part={part}
            docs={at === 0 ? docs : undefined}
            button={at === 0 ? testButton : undefined}
            error={errorAt(`values.${part.suffix}`)}
          />
        ))}
        {test && (
          <div role="status" className="max-w-form empty:hidden">
            {(testing || keeping || result) && <CredentialTest result={result ?? "running"} />}
          </div>
        )}
        {rare.length > 0 && (
          <details
            key={kind}
            // What is wrong in there is to be seen.
            open={rare.some(({ field }) => errorAt(`settings.${field}`) ?? form.clashAt(field)) || undefined}
          >
            <summary className="cursor-pointer font-mid">{t("more")}</summary>
            <Fields className="mt-4">{rare.map(drawSetting)}</Fields>
          </details>
        )}
        <Field
          name="expiresAt"
          label={t("expires")}
          hint={t("expiresHint")}
          error={errorAt("expiresAt")}
          optional
        >
          <Input
            type="date"
            value={form.expires}
            readOnly={Boolean(off)}
            onChange={(event) => form.setExpires(event.target.value)}
          />
        </Field>
        <CredentialHandover form={form} />
      </Fields>
    </div>
  );
}
