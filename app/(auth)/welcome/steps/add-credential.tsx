"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import {
  addCredentialAction,
  testCredentialAction,
} from "#app/(console)/orgs/[org]/projects/[project]/credentials/actions.ts";
import { CredentialTest } from "#app/credential-test.tsx";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, InputGroup } from "#components/form/input.tsx";
import { SecretInput } from "#components/form/secret-input.tsx";
import { TwoColumns } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import type { TestResult } from "#lib/domain/credentials/schema.ts";
import { type ProviderKind, providerKinds } from "#lib/domain/tiers/rules.ts";
import { Back } from "./back.tsx";
import { Refused } from "./refused.tsx";

/** Provider, name and key; its test; and the step's foot. The key lives in its input alone and is cleared once kept. */
export function AddCredential({
  place,
  namespace,
  hosts,
  kept,
  mayManage,
  aside,
}: {
  place: { org: string; project: string };
  namespace: string;
  hosts: Record<ProviderKind, string>;
  kept: string | null;
  mayManage: boolean;
  aside: ReactNode;
}) {
  const t = useTranslations("welcome.credential");
  const common = useTranslations("common");
  const testTexts = useTranslations("credentialTest");
  const router = useRouter();
  const formId = useId();
  const test = useAction();
  const keep = useAction();
  const secret = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<ProviderKind>("anthropic");
  const [ownName, setName] = useState<string | null>(null);
  const [typed, setTyped] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const name = ownName ?? kind;
  const refusal = keep.refusal ?? test.refusal;
  const cause = result?.cause
    ? testTexts(`cause.${result.cause}`, { provider: common(`provider.${kind}`) })
    : undefined;

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
    if (!result?.passed) return runTest();
    const added = await keep.run((key) => addCredentialAction(place, input(), key));
    if (added?.ok) {
      if (secret.current) secret.current.value = "";
      router.push(paths.welcome("provision"));
    } else if (added?.detail) setResult(added.detail as TestResult);
  };

  const why = !mayManage
    ? t("notAdmin")
    : !typed
      ? kept
        ? t("whyKept", { name: kept })
        : t("whyPaste")
      : result?.passed
        ? t("whyReady")
        : t("whyTest");
  const ready = mayManage && typed && result?.passed;
  const unasked = refusal && !refusal.field && !refusal.detail;
  return (
    <>
      <form id={formId} onSubmit={submit} noValidate className="pb-8">
        <TwoColumns aside={aside}>
          <Fields>
            <RadioCards
              legend={t("provider")}
              name="kind"
              value={kind}
              onValue={(value) => {
                setKind(value as ProviderKind);
                changed();
              }}
              options={providerKinds.map((provider) => ({
                value: provider,
                label: common(`provider.${provider}`),
                detail: hosts[provider],
              }))}
            />
            <Field
              name="name"
              label={t("name")}
              error={refusal?.field === "name" ? refusal.message : undefined}
              hint={t.rich("nameHint", { namespace: () => <code className="font-mono">{namespace}</code> })}
            >
              <Input
                value={name}
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
            <Field
              name="value"
              label={t("value")}
              hint={t("valueHint")}
              error={cause ?? (refusal?.field === "value" ? refusal.message : undefined)}
            >
              <InputGroup
                button={
                  <Button
                    pending={test.pending}
                    reason={!mayManage && t("notAdmin")}
                    reasonAt="none"
                    onClick={runTest}
                  >
                    {result ? t("testAgain") : t("test")}
                  </Button>
                }
              >
                <SecretInput
                  ref={secret}
                  onChange={changed}
                  readOnly={!mayManage}
                  onKeyDown={(event) => {
                    // Enter does what comes next: the test, and once it has passed, keeping.
                    if (event.key !== "Enter" || result?.passed || !mayManage) return;
                    event.preventDefault();
                    void runTest();
                  }}
                />
              </InputGroup>
            </Field>
            <div role="status" className="max-w-form">
              {(test.pending || result) && (
                <CredentialTest kind={kind} result={test.pending || !result ? "running" : result} said />
              )}
            </div>
          </Fields>
        </TwoColumns>
      </form>
      <WizardFoot
        back={<Back to="project" />}
        skip={
          !kept && (
            <ButtonLink href={paths.welcome("provision")} variant="bare">
              {t("skip")}
            </ButtonLink>
          )
        }
        why={unasked ? <Refused refusal={refusal} /> : why}
        next={
          kept && !typed ? (
            <ButtonLink href={paths.welcome("provision")} variant="solid">
              {common("continue")}
            </ButtonLink>
          ) : (
            <Button
              type="submit"
              form={formId}
              variant="solid"
              pending={keep.pending}
              reason={!ready && why}
              reasonAt="none"
            >
              {t("submit")}
            </Button>
          )
        }
      />
    </>
  );
}
