"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingField } from "#app/forms/credential-inputs.tsx";
import { type NewCredential, useCredentialForm } from "#app/forms/use-credential-form.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { EXTERNAL_CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/credentials.ts";
import { type CredentialKindId, kindOf, kindsIn } from "#lib/domain/credentials/kinds/index.ts";
import { credentialGroups } from "#lib/domain/credentials/kinds/kind.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { refreshChoices } from "#lib/domain/stores/schema.ts";
import { addReferenceAction, testCredentialAction } from "./actions.ts";

type Props = Pick<NewCredential, "namespace" | "taken"> & {
  place: { org: string; project: string };
  stores: OfferedStore[];
  onClose: () => void;
};

/** The form of a credential whose value is fetched: its kind as for a value, and where each part is found. */
export function ReferenceForm({ place, stores, onClose, ...credential }: Props) {
  const t = useTranslations("references");
  const f = useTranslations("credentialForm");
  const k = useTranslations("credentialKinds");
  const provider = useTranslations("common.provider");
  const [store, setStore] = useState(stores[0]?.id ?? "");
  const [refreshSeconds, setRefresh] = useState<number>(refreshChoices[2]);
  const [parts, setParts] = useState<Record<string, { remoteKey: string; property: string }>>({});
  const form = useCredentialForm(
    { secret: EXTERNAL_CREDENTIALS_SECRET, ...credential },
    {
      test: (input, key) => testCredentialAction(place, input, key),
      // The parts that this kind has: what was typed for another one before stays behind.
      keep: ({ kind, name, settings }, key) => {
        const own = Object.fromEntries(
          kindOf(kind).parts.flatMap(({ suffix }) => (parts[suffix] ? [[suffix, parts[suffix]]] : [])),
        );
        return addReferenceAction(place, { kind, name, settings, store, refreshSeconds, parts: own }, key);
      },
    },
    {
      onKept: (name) => {
        say({ text: t("kept", { name }) });
        onClose();
      },
    },
  );
  const { kind, name, refusal, keeping } = form;
  const errorAt = (field: string) => refusal?.field === field && refusal.message;
  const { fields, parts: kindParts } = kindOf(kind);
  const prefix = stores.find(({ id }) => id === store)?.prefix ?? "";
  const setPart = (suffix: string, change: object) => {
    const next = { remoteKey: "", property: "", ...parts[suffix], ...change };
    setParts((before) => ({ ...before, [suffix]: next }));
    form.noteSecret(suffix, next.remoteKey);
  };
  return (
    <form onSubmit={form.submit} noValidate>
      <Fields>
        {refusal && (
          <ErrorSummary
            message={refusal.field ? f("failed") : refusal.message}
            requestId={refusal.requestId}
          />
        )}
        <Field
          name="kind"
          label={f("provider")}
          hint={k(`${kind}.about`)}
          error={errorAt("kind") || undefined}
        >
          <Select value={kind} onChange={({ target }) => form.setKind(target.value as CredentialKindId)}>
            {credentialGroups.map((group) => (
              <optgroup key={group} label={k(`group.${group}`)}>
                {kindsIn(group).map((option) => (
                  <option key={option} value={option}>
                    {provider(option)}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </Field>
        <Field name="name" label={f("name")} error={form.clash || errorAt("name") || undefined}>
          <Input
            value={name}
            onChange={({ target }) => form.setName(target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        {Object.entries(fields).map(([field, look]) => (
          <SettingField
            key={`${kind} ${field}`}
            kind={kind}
            field={field}
            look={look}
            value={form.settings[field]}
            error={form.large === `settings.${field}` ? f("fileLarge") : errorAt(`settings.${field}`)}
            onValue={(value) => form.setSetting(field, value)}
            onLarge={() => form.setLarge(`settings.${field}`)}
          />
        ))}
        <Field name="store" label={t("store")} hint={t("storeHint")} error={errorAt("store") || undefined}>
          <Select value={store} onChange={({ target }) => setStore(target.value)}>
            {stores.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </Select>
        </Field>
        {kindParts.map(({ suffix, optional }) => {
          const label = k(`${kind}.part.${suffix}.label` as "anthropic.about");
          return (
            <div key={`${kind} ${suffix}`} className="grid gap-4">
              <Field
                name={`parts.${suffix}`}
                label={t("key", { part: label })}
                hint={prefix ? t("keyHint", { prefix }) : t("keyHintFree")}
                error={errorAt(`parts.${suffix}`) || undefined}
                optional={optional}
              >
                <Input
                  value={parts[suffix]?.remoteKey ?? ""}
                  onChange={({ target }) => setPart(suffix, { remoteKey: target.value })}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </Field>
              <Field
                name={`property.${suffix}`}
                label={t("property", { part: label })}
                hint={t("propertyHint")}
                optional
              >
                <Input
                  value={parts[suffix]?.property ?? ""}
                  onChange={({ target }) => setPart(suffix, { property: target.value })}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </Field>
            </div>
          );
        })}
        <Field name="refreshSeconds" label={t("refresh")} error={errorAt("refreshSeconds") || undefined}>
          <Select value={refreshSeconds} onChange={({ target }) => setRefresh(Number(target.value))}>
            {refreshChoices.map((seconds) => (
              <option key={seconds} value={seconds}>
                {t(`every.${seconds}`)}
              </option>
            ))}
          </Select>
        </Field>
      </Fields>
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="solid" pending={keeping} reason={form.why && t("why")}>
          {t("submit")}
        </Button>
        <Button variant="bare" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
