"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import {
  addCredentialAction,
  testCredentialAction,
} from "#app/(console)/orgs/[org]/projects/[project]/credentials/actions.ts";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, InputGroup } from "#components/form/input.tsx";
import { SecretInput } from "#components/form/secret-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import type { TestResult } from "#lib/domain/credentials/schema.ts";
import { type ProviderKind, providerKinds } from "#lib/domain/tiers/rules.ts";
import { CredentialTest } from "./credential-test.tsx";

export type NewCredential = { place: { org: string; project: string }; namespace: string } & (
  | {
      /** The host of each provider's API. */
      hosts: Record<ProviderKind, string>;
      /** Keys of the Secret that are in use, so that adding never puts one in the place of another unseen. */
      taken: string[];
      replaces?: undefined;
    }
  | {
      /** The credential whose key is to be another one. */
      replaces: { kind: ProviderKind; name: string; fingerprint: string; lastFour: string };
      hosts?: undefined;
      taken?: undefined;
    }
);

/** The provider's own name for its first key, then with a number behind it. */
function freeName(kind: ProviderKind, taken: string[]): string {
  const names = [kind, ...taken.map((_, at) => `${kind}-${at + 2}`)];
  return names.find((name) => !taken.includes(secretKeyOf(kind, name))) ?? kind;
}

/**
 * The state of a credential's form. With `testFirst` it is kept only after a test that passed on the screen; without, the
 * test that keeping always makes is enough. `off` is why this person may not use it. The key itself lives in its input
 * alone, and is cleared once it is kept.
 */
export function useCredentialForm(
  { place, namespace, hosts, taken = [], replaces }: NewCredential,
  { testFirst, off, onKept }: { testFirst?: boolean; off?: string | false; onKept: (name: string) => void },
) {
  const t = useTranslations("credentialForm");
  const test = useAction();
  const keep = useAction();
  const secret = useRef<HTMLInputElement>(null);
  /** Counts what was typed, so that a test says nothing of a key that came after it was asked for. */
  const typing = useRef(0);
  const [kind, setKind] = useState<ProviderKind>(replaces?.kind ?? "anthropic");
  const [ownName, setOwnName] = useState(replaces?.name ?? null);
  const [typed, setTyped] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const name = ownName ?? freeName(kind, taken);
  const clash = !replaces && taken.includes(secretKeyOf(kind, name)) && t("taken", { name });

  const forget = () => {
    test.forget();
    keep.forget();
  };
  const setName = (text: string) => {
    setOwnName(text);
    forget();
  };
  const changed = () => {
    typing.current += 1;
    setTyped(Boolean(secret.current?.value));
    setResult(null);
    forget();
  };
  const input = () => ({
    kind,
    name,
    value: secret.current?.value ?? "",
    replaces: replaces?.fingerprint ?? null,
  });
  const runTest = async () => {
    setResult(null);
    forget();
    const asked = typing.current;
    const tested = await test.run((key) => testCredentialAction(place, input(), key));
    if (tested?.ok && asked === typing.current) setResult(tested.value);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const passed = result?.passed;
    if (testFirst && !passed) return runTest();
    if (!passed) setResult(null);
    forget();
    const kept = await keep.run((key) => addCredentialAction(place, input(), key));
    if (kept?.ok) {
      if (secret.current) secret.current.value = "";
      onKept(name);
    } else if (kept?.detail) setResult(kept.detail as TestResult);
  };
  return {
    namespace,
    hosts,
    replaces,
    secret,
    kind,
    setKind: (value: string) => {
      setKind(value as ProviderKind);
      changed();
    },
    name,
    setName,
    clash,
    typed,
    changed,
    result,
    runTest,
    testFirst,
    off,
    submit,
    testing: test.pending,
    keeping: keep.pending,
    refusal: keep.refusal ?? test.refusal,
    /** Why it cannot be kept yet, as a sentence. */
    why:
      off ||
      (clash
        ? t("whyName")
        : !typed
          ? t("whyPaste")
          : testFirst && !result?.passed
            ? t("whyTest")
            : undefined),
  };
}

/** Provider, name and key with its test. */
export function CredentialFields({ form }: { form: ReturnType<typeof useCredentialForm> }) {
  const t = useTranslations("credentialForm");
  const provider = useTranslations("common.provider");
  const causes = useTranslations("credentialTest.cause");
  const { kind, name, namespace, replaces, off, result, refusal, testing, keeping, runTest, testFirst } =
    form;
  const at = (field: string) => (refusal?.field === field ? refusal.message : undefined);
  const known = result?.cause && causes.has(result.cause) ? result.cause : "unexpected";
  const cause = result?.cause && causes(known, { provider: provider(kind) });
  const code = (text: string) => () => <code className="font-mono text-ink-2">{text}</code>;
  return (
    <Fields>
      {refusal && !result && (
        <ErrorSummary message={refusal.field ? t("failed") : refusal.message} requestId={refusal.requestId} />
      )}
      {!replaces && (
        <RadioCards
          legend={t("provider")}
          name="kind"
          value={kind}
          onValue={form.setKind}
          options={providerKinds.map((option) => ({
            value: option,
            label: provider(option),
            detail: form.hosts?.[option],
          }))}
        />
      )}
      <Field
        name="name"
        label={t("name")}
        error={form.clash || at("name")}
        hint={t.rich("nameHint", {
          key: code(secretKeyOf(kind, name || kind)),
          secret: code("project-credentials"),
          namespace: code(namespace),
        })}
      >
        <Input
          value={name}
          readOnly={Boolean(replaces || off)}
          onChange={(event) => form.setName(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field name="value" label={t("value")} hint={t("valueHint")} error={cause || at("value")}>
        <InputGroup
          button={
            <Button pending={testing} reason={off} reasonAt="none" onClick={runTest}>
              {result ? t("testAgain") : t("test")}
            </Button>
          }
        >
          <SecretInput
            ref={form.secret}
            onChange={form.changed}
            readOnly={Boolean(off)}
            onKeyDown={(event) => {
              // Enter does what comes next: the test first, where the button that keeps waits for it.
              if (event.key !== "Enter" || !testFirst || result?.passed || off) return;
              event.preventDefault();
              void runTest();
            }}
          />
        </InputGroup>
      </Field>
      <div role="status" className="max-w-form empty:hidden">
        {(testing || keeping || result) && <CredentialTest result={result ?? "running"} />}
      </div>
    </Fields>
  );
}
