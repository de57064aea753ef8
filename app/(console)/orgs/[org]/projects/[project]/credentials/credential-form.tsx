"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { CredentialTest } from "#app/credential-test.tsx";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, InputGroup } from "#components/form/input.tsx";
import { SecretInput } from "#components/form/secret-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import type { TestResult } from "#lib/domain/credentials/schema.ts";
import { type ProviderKind, providerKinds } from "#lib/domain/tiers/rules.ts";
import { addCredentialAction, testCredentialAction } from "./actions.ts";

/** The provider's own name for its first key, then with a number behind it. */
function freeName(kind: ProviderKind, taken: string[]): string {
  const names = [kind, ...taken.map((_, at) => `${kind}-${at + 2}`)];
  return names.find((name) => !taken.includes(secretKeyOf(kind, name))) ?? kind;
}

/** Provider, name and key with its test. The key lives in its input alone and goes with it. */
export function CredentialForm({
  place,
  namespace,
  replaces,
  taken,
  onClose,
}: {
  place: { org: string; project: string };
  namespace: string;
  replaces?: { kind: ProviderKind; name: string };
  taken: string[];
  onClose: () => void;
}) {
  const t = useTranslations("credentials.form");
  const c = useTranslations("common");
  const causes = useTranslations("credentialTest.cause");
  const test = useAction();
  const keep = useAction();
  const secret = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<ProviderKind>(replaces?.kind ?? "anthropic");
  const [ownName, setName] = useState<string | null>(replaces?.name ?? null);
  const [typed, setTyped] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const name = ownName ?? freeName(kind, taken);
  const clash = !replaces && taken.includes(secretKeyOf(kind, name)) && t("taken", { name });
  const refusal = keep.refusal ?? test.refusal;
  const at = (field: string) => (refusal?.field === field ? refusal.message : undefined);
  const cause = result?.cause && causes(result.cause, { provider: c(`provider.${kind}`) });

  const input = () => ({ kind, name, value: secret.current?.value ?? "" });
  const changed = () => {
    setTyped(Boolean(secret.current?.value));
    setResult(null);
    test.forget();
    keep.forget();
  };
  const runTest = async () => {
    setResult(null);
    keep.forget();
    const tested = await test.run((key) => testCredentialAction(place, input(), key));
    if (tested?.ok) setResult(tested.value);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setResult(null);
    test.forget();
    const added = await keep.run((key) => addCredentialAction(place, input(), key));
    if (added?.ok) {
      if (secret.current) secret.current.value = "";
      say({ text: t("kept", { name }) });
      onClose();
    } else if (added?.detail) setResult(added.detail as TestResult);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        {refusal && !result && (
          <ErrorSummary
            message={refusal.field ? t("failed") : refusal.message}
            requestId={refusal.requestId}
          />
        )}
        {!replaces && (
          <RadioCards
            legend={t("provider")}
            name="kind"
            value={kind}
            onValue={(value) => {
              setKind(value as ProviderKind);
              changed();
            }}
            options={providerKinds.map((provider) => ({ value: provider, label: c(`provider.${provider}`) }))}
          />
        )}
        <Field
          name="name"
          label={t("name")}
          error={clash || at("name")}
          hint={t("nameHint", { key: secretKeyOf(kind, name || kind), namespace })}
        >
          <Input
            value={name}
            readOnly={Boolean(replaces)}
            onChange={(event) => {
              setName(event.target.value);
              test.forget();
              keep.forget();
            }}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <Field name="value" label={t("value")} hint={t("valueHint")} error={cause || at("value")}>
          <InputGroup
            button={
              <Button pending={test.pending} onClick={runTest}>
                {result ? t("testAgain") : t("test")}
              </Button>
            }
          >
            <SecretInput ref={secret} onChange={changed} />
          </InputGroup>
        </Field>
        <div role="status" className="max-w-form empty:hidden">
          {(test.pending || keep.pending || result) && (
            <CredentialTest kind={kind} result={result ?? "running"} />
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant="solid"
            pending={keep.pending}
            reason={clash ? t("whyName") : !typed && t("whyPaste")}
          >
            {t("submit")}
          </Button>
          <Button variant="bare" onClick={onClose}>
            {t("cancel")}
          </Button>
        </div>
      </Fields>
    </form>
  );
}
