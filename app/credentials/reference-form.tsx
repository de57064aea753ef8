"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { clashes, clashOf } from "#app/forms/clash.ts";
import { SettingField } from "#app/forms/credential-inputs.tsx";
import { KindOptions } from "#app/forms/kind-options.tsx";
import { type NewCredential, useCredentialForm } from "#app/forms/use-credential-form.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { EXTERNAL_CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/credentials.ts";
import { type CredentialKindId, kindOf } from "#lib/domain/credentials/kinds/index.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { type Reference, refreshChoices } from "#lib/domain/stores/schema.ts";
import { LoadAnew } from "./load-anew.tsx";
import type { MenuRow } from "./menu-row.ts";
import { actionsAt, whereOf } from "./place.ts";
import { useSeen } from "./use-seen.ts";

type Props = Pick<NewCredential, "namespace" | "taken"> & {
  place: Place;
  stores: OfferedStore[];
  /** The credential that is to be fetched from elsewhere; its kind and name stay. */
  changes?: MenuRow;
  onClose: () => void;
};

const storeOf = (kept: Reference | null | undefined) =>
  kept ? `${kept.store.kind}/${kept.store.name}` : undefined;
const foundAt = (kept: Reference | null | undefined, suffix: string) => ({
  ...{ remoteKey: "", property: "" },
  ...kept?.parts[suffix],
});

/** The form of a credential whose value is fetched: its kind as for a value, and where each part is found. */
export function ReferenceForm({ place, stores, changes, onClose, ...credential }: Props) {
  const t = useTranslations("references");
  const f = useTranslations("credentialForm");
  const k = useTranslations("credentialKinds");
  const { first, seen, loading, loadAnew } = useSeen(changes);
  const [chosenStore, setStore] = useState<string>();
  const [chosenRefresh, setRefresh] = useState<number>();
  const [typed, setTyped] = useState<Record<string, { remoteKey?: string; property?: string }>>({});
  const kept = seen?.external;
  const keptStore = storeOf(kept);
  // One that is offered no more cannot be kept.
  const store = chosenStore ?? stores.find(({ id }) => id === keptStore)?.id ?? stores[0]?.id ?? "";
  const refreshSeconds = chosenRefresh ?? kept?.refreshSeconds ?? refreshChoices[2];
  const partOf = (suffix: string) => ({ ...foundAt(kept, suffix), ...typed[suffix] });
  const { test, addReference, changeReference } = actionsAt(place);
  const form = useCredentialForm(
    { secret: EXTERNAL_CREDENTIALS_SECRET, ...credential, replaces: seen },
    {
      test,
      // The parts that this kind has: what was typed for another one before stays behind.
      keep: ({ kind, name, settings }, key) => {
        const parts = Object.fromEntries(kindOf(kind).parts.map(({ suffix }) => [suffix, partOf(suffix)]));
        const wanted = { settings, store, refreshSeconds, parts };
        return seen
          ? changeReference({ credentialId: seen.id, version: seen.version, ...wanted }, key)
          : addReference({ kind, name, ...wanted }, key);
      },
    },
    {
      onKept: (name) => {
        say({ text: t(seen ? "change.saved" : "kept", { name }) });
        onClose();
      },
    },
  );
  const { kind, name, refusal, keeping } = form;
  const errorAt = (field: string) => (refusal?.field === field && refusal.message) || undefined;
  /** What another person set a field to while this one chose or typed in it. */
  const clashAt = (typed: string | undefined, before: string | undefined, now: string | undefined) =>
    clashes(typed, before, now) ? f("clash", clashOf(now)) : undefined;
  const everyOf = (seconds: number | undefined) => {
    const choice = refreshChoices.find((one) => one === seconds);
    if (choice) return t(`every.${choice}`);
    return seconds === undefined ? undefined : t("detail.every", { seconds });
  };
  const was = first?.external;
  const { fields, parts: kindParts } = kindOf(kind);
  const isOptional = ({ suffix, optional }: (typeof kindParts)[number]) =>
    optional === true && suffix !== kindParts[0].suffix;
  const whole =
    kindParts.every((part) => isOptional(part) || partOf(part.suffix).remoteKey !== "") &&
    Object.entries(fields).every(([field, { optional }]) => optional || form.settings[field] !== "");
  const prefix = stores.find(({ id }) => id === store)?.prefix ?? "";
  const setPart = (suffix: string, change: { remoteKey?: string; property?: string }) => {
    setTyped((before) => ({ ...before, [suffix]: { ...before[suffix], ...change } }));
    form.forget();
  };
  return (
    <form onSubmit={form.submit} noValidate>
      <Fields>
        {refusal && (
          <ErrorSummary
            message={refusal.field ? t(seen ? "change.failed" : "failed") : refusal.message}
            requestId={refusal.requestId}
          />
        )}
        {!seen && (
          <>
            <Field name="kind" label={f("kind")} hint={k(`${kind}.about`)} error={errorAt("kind")}>
              <Select value={kind} onChange={({ target }) => form.setKind(target.value as CredentialKindId)}>
                <KindOptions />
              </Select>
            </Field>
            <Field name="name" label={f("name")} error={form.clash || errorAt("name")}>
              <Input
                value={name}
                onChange={({ target }) => form.setName(target.value)}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            </Field>
          </>
        )}
        {Object.entries(fields).map(([field, look]) => (
          <SettingField
            key={`${kind} ${field}`}
            kind={kind}
            field={field}
            look={look}
            value={form.settings[field]}
            error={
              form.large === `settings.${field}`
                ? f("fileLarge")
                : (errorAt(`settings.${field}`) ?? form.clashAt(field))
            }
            onValue={(value) => form.setSetting(field, value)}
            onLarge={() => form.setLarge(`settings.${field}`)}
          />
        ))}
        <Field
          name="store"
          label={t("store")}
          hint={t("storeHint", { at: whereOf(place) })}
          error={errorAt("store") ?? clashAt(chosenStore, storeOf(was), keptStore)}
        >
          <Select value={store} onChange={({ target }) => setStore(target.value)}>
            {stores.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </Select>
        </Field>
        {kindParts.map((part) => {
          const { suffix } = part;
          const label = k(`${kind}.part.${suffix}.label` as "anthropic.about");
          const inputs = [
            {
              field: "remoteKey",
              label: t("key", { part: label }),
              hint: prefix ? t("keyHint", { prefix }) : t("keyHintFree"),
              optional: isOptional(part),
            },
            {
              field: "property",
              label: t("property", { part: label }),
              hint: t("propertyHint"),
              optional: true,
            },
          ] as const;
          return (
            <div key={`${kind} ${suffix}`} className="grid gap-4">
              {inputs.map(({ field, ...texts }) => (
                <Field
                  key={field}
                  name={`parts.${suffix}.${field}`}
                  error={
                    errorAt(`parts.${suffix}.${field}`) ??
                    clashAt(typed[suffix]?.[field], foundAt(was, suffix)[field], foundAt(kept, suffix)[field])
                  }
                  {...texts}
                >
                  <Input
                    value={partOf(suffix)[field]}
                    onChange={({ target }) => setPart(suffix, { [field]: target.value })}
                    autoComplete="off"
                    autoCapitalize="none"
                    spellCheck={false}
                  />
                </Field>
              ))}
            </div>
          );
        })}
        <Field
          name="refreshSeconds"
          label={t("refresh")}
          error={
            errorAt("refreshSeconds") ??
            clashAt(everyOf(chosenRefresh), everyOf(was?.refreshSeconds), everyOf(kept?.refreshSeconds))
          }
        >
          <Select value={refreshSeconds} onChange={({ target }) => setRefresh(Number(target.value))}>
            {refreshChoices.map((seconds) => (
              <option key={seconds} value={seconds}>
                {everyOf(seconds)}
              </option>
            ))}
            {!refreshChoices.some((seconds) => seconds === refreshSeconds) && (
              <option value={refreshSeconds}>{everyOf(refreshSeconds)}</option>
            )}
          </Select>
        </Field>
      </Fields>
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          variant="solid"
          pending={keeping}
          reason={form.clash ? f("whyName") : !whole && t(seen ? "change.why" : "why")}
        >
          {t(seen ? "change.submit" : "submit")}
        </Button>
        <LoadAnew refusal={refusal} forget={form.forget} loading={loading} loadAnew={loadAnew} />
        <Button variant="bare" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
