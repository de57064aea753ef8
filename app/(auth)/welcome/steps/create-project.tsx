"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { TwoColumns } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { suggestSlug } from "#lib/domain/organizations/rules.ts";
import { namespaceFor } from "#lib/domain/projects/rules.ts";
import { createFirstProjectAction } from "../actions.ts";
import { Back } from "./back.tsx";
import { NamespaceHint } from "./namespace-hint.tsx";
import { useFreeName } from "./use-free-name.ts";

type TierFacts = {
  /** Whether the organization's own tier reaches it. */
  allowed: boolean;
  id: string;
  internet: boolean;
  sessions: number;
  quota: (readonly [name: "cpu" | "memory" | "gpu" | "sessions", amount: string])[];
};
type Egress = "gateways" | "internet";

/** Name with the namespace it will get, tier with its limits, and whether the internet is open. */
export function CreateProject({
  org,
  template,
  tiers,
}: {
  org: string;
  template: string;
  tiers: TierFacts[];
}) {
  const t = useTranslations("welcome.project");
  const common = useTranslations("common");
  const router = useRouter();
  const formId = useId();
  const { run, pending, refusal } = useAction();
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [tierId, setTier] = useState("standard");
  const [wanted, setEgress] = useState<Egress>("gateways");
  const slug = ownSlug ?? suggestSlug(name);
  const answer = useFreeName(slug, (text) => paths.api.projectName({ org, slug: text }));
  const tier = tiers.find(({ id }) => id === tierId);
  const egress: Egress = tier?.internet ? wanted : "gateways";
  const errors: Record<string, string | undefined> = refusal?.field
    ? { [refusal.field]: refusal.message }
    : {};
  const taken = answer.state === "taken" ? answer.message : undefined;
  const tierName = common(`tier.${tierId}`);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { displayName: name, slug, tier: tierId as "small", egressMode: egress };
    const made = await run((key) => createFirstProjectAction({ org }, input, key));
    if (made?.ok) router.push(paths.welcome("credential"));
  };

  return (
    <>
      <form id={formId} onSubmit={submit} noValidate className="pb-8">
        <TwoColumns
          aside={
            <section>
              <h2 className="mb-3">{t("limits", { tier: tierName })}</h2>
              <Kv
                num
                items={[
                  ...(tier?.quota ?? []).map(([name, amount]): [string, string] => [
                    t(`quota.${name}`),
                    amount,
                  ]),
                  [t("concurrent"), tier?.sessions],
                ]}
              />
            </section>
          }
        >
          <Fields>
            {refusal && (
              <ErrorSummary
                message={refusal.field ? t("errors") : refusal.message}
                errors={errors}
                labels={{ displayName: t("name"), slug: t("slug") }}
                requestId={refusal.requestId}
              />
            )}
            <Field name="displayName" label={t("name")} error={errors.displayName}>
              <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
            </Field>
            <Field
              name="slug"
              label={t("slug")}
              error={taken ?? errors.slug}
              hint={
                <NamespaceHint
                  answer={answer}
                  namespace={slug ? namespaceFor(template, org, slug) : null}
                  rest={t("slugHint")}
                />
              }
            >
              <Input
                mono
                value={slug}
                onChange={(event) => setOwnSlug(event.target.value)}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            </Field>
            <RadioCards
              legend={t("tier")}
              name="tier"
              columns={3}
              value={tierId}
              onValue={setTier}
              options={tiers.map(({ id, sessions, allowed }) => ({
                value: id,
                label: common(`tier.${id}`),
                detail: t("tierDetail", { sessions }),
                reason: !allowed && common("tierAbove"),
              }))}
            />
            <RadioCards
              legend={t("egress")}
              name="egressMode"
              value={egress}
              onValue={(value) => setEgress(value as Egress)}
              error={errors.egressMode}
              options={[
                { value: "gateways", label: common("egress.gateways"), detail: t("gateways") },
                {
                  value: "internet",
                  label: common("egress.internet"),
                  detail: t("internet"),
                  reason: !tier?.internet && t("internetOff", { tier: tierName }),
                },
              ]}
            />
          </Fields>
        </TwoColumns>
      </form>
      <WizardFoot
        back={<Back to="organization" />}
        why={t("why")}
        next={
          <SubmitButton form={formId} pending={pending}>
            {t("submit")}
          </SubmitButton>
        }
      />
    </>
  );
}
