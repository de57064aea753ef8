"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { NamespaceHint } from "#app/(auth)/welcome/steps/namespace-hint.tsx";
import { useFreeName } from "#app/(auth)/welcome/steps/use-free-name.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { suggestSlug } from "#lib/domain/organizations/rules.ts";
import { namespaceFor } from "#lib/domain/projects/rules.ts";
import { createProjectAction } from "./actions.ts";

type TierFacts = {
  id: string;
  internet: boolean;
  /** Whether the organization's own tier reaches it. */
  allowed: boolean;
  cpu: string;
  memory: string;
  sessions: number;
};

/** Name, short name with the namespace it becomes, tier and egress. The server has the last word on each. */
export function NewProjectForm({
  org,
  template,
  tiers,
}: {
  org: string;
  template: string;
  tiers: TierFacts[];
}) {
  const t = useTranslations("organization.create");
  const c = useTranslations("common");
  const router = useRouter();
  const { run, pending, refusal } = useAction({ leaves: true });
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [tier, setTier] = useState("standard");
  const [egress, setEgress] = useState<"gateways" | "internet">("gateways");
  const slug = ownSlug ?? suggestSlug(name);
  const namespace = slug ? namespaceFor(template, org, slug) : null;
  const answer = useFreeName(slug, (text) => paths.api.projectName({ org, slug: text }));
  const internet = tiers.find((row) => row.id === tier)?.internet ?? false;
  const errors = refusal?.field ? { [refusal.field]: refusal.message } : null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      displayName: name,
      slug,
      tier: tier as "small",
      egressMode: internet ? egress : ("gateways" as const),
    };
    const made = await run((key) => createProjectAction({ org }, input, key));
    if (made?.ok) router.push(paths.project({ org, project: made.value.slug }));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <ErrorSummary
          message={refusal ? (refusal.field ? t("failed") : refusal.message) : undefined}
          errors={errors}
          labels={{ displayName: t("name"), slug: t("slug") }}
          requestId={refusal?.requestId}
        />
        <Field name="displayName" label={t("name")} hint={t("nameHint")} error={errors?.displayName}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Field
          name="slug"
          label={t("slug")}
          error={(answer.state === "taken" && answer.message) || errors?.slug}
          hint={<NamespaceHint answer={answer} namespace={namespace} rest={t("slugHint")} />}
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
          value={tier}
          onValue={setTier}
          options={tiers.map((row) => ({
            value: row.id,
            label: c(`tier.${row.id}`),
            detail: t("tierDetail", { cpu: row.cpu, memory: row.memory, sessions: row.sessions }),
            reason: !row.allowed && c("tierAbove"),
          }))}
        />
        <RadioCards
          legend={t("egress")}
          name="egressMode"
          value={internet ? egress : "gateways"}
          onValue={(value) => setEgress(value as "gateways")}
          error={errors?.egressMode}
          options={[
            { value: "gateways", label: c("egress.gateways"), detail: t("egressGateways") },
            {
              value: "internet",
              label: c("egress.internet"),
              detail: t("egressInternet"),
              reason: !internet && t("egressOff", { tier: c(`tier.${tier}`) }),
            },
          ]}
        />
        <div className="flex gap-2">
          <SubmitButton pending={pending}>{t("submit")}</SubmitButton>
          <ButtonLink href={paths.organization({ org })}>{t("cancel")}</ButtonLink>
        </div>
      </Fields>
    </form>
  );
}
