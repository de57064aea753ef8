"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { createProjectAction } from "#app/(console)/orgs/[org]/projects/new/actions.ts";
import { paths } from "#app/paths.ts";
import { errorsOf, useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { Fields } from "#components/form/field.tsx";
import { namespaceFor } from "#lib/domain/projects/rules.ts";
import { NameFields, useNames } from "./name-fields.tsx";
import type { TierChoice } from "./tiers.ts";

export type NewProject = {
  org: string;
  /** How a namespace is named, with the places of organization and project. */
  template: string;
  tiers: TierChoice[];
};
type Egress = "gateways" | "internet";

/** The state of a new project's form. `wizard` makes it the project of the person's wizard; `onMade` is told its slug. */
export function useProjectForm(
  { org, template, tiers }: NewProject,
  { wizard, onMade }: { wizard: boolean; onMade: (slug: string) => void },
) {
  const { run, pending, refusal } = useAction({ leaves: true });
  const names = useNames((slug) => paths.api.projectName({ org, slug }));
  const allowed = tiers.filter((row) => row.allowed);
  const [tierId, setTier] = useState(allowed.find(({ id }) => id === "standard")?.id ?? allowed[0]?.id ?? "");
  const [wanted, setEgress] = useState<Egress>("gateways");
  const tier = tiers.find(({ id }) => id === tierId);
  const egress: Egress = tier?.internet ? wanted : "gateways";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name: displayName, slug } = names;
    const input = { displayName, slug, tier: tierId as "small", egressMode: egress, wizard };
    const made = await run((key) => createProjectAction({ org }, input, key));
    if (made?.ok) onMade(made.value.slug);
  };
  const namespace = names.slug ? (namespaceFor(template, org, names.slug) ?? undefined) : undefined;
  return { names, namespace, tiers, tierId, tier, setTier, egress, setEgress, submit, pending, refusal };
}

/** Name, short name with the namespace it becomes, tier and egress. The server has the last word on each. */
export function ProjectFields({ form }: { form: ReturnType<typeof useProjectForm> }) {
  const t = useTranslations("projectForm");
  const tierName = useTranslations("common.tier");
  const egressName = useTranslations("common.egress");
  const { names, namespace, tiers, tierId, tier, setTier, egress, setEgress, refusal } = form;
  return (
    <Fields>
      <NameFields
        names={names}
        refusal={refusal}
        failed={t("failed")}
        nameHint={t("nameHint")}
        slugHint={t("slugHint")}
        namespace={namespace}
      />
      <RadioCards
        legend={t("tier")}
        name="tier"
        value={tierId}
        onValue={setTier}
        options={tiers.map(({ id, quota, sessions, allowed }) => ({
          value: id,
          label: tierName(id),
          detail: t("tierDetail", { cpu: quota.cpu, memory: quota.memory, sessions }),
          reason: !allowed && t("tierAbove"),
        }))}
      />
      <RadioCards
        legend={t("egress")}
        name="egressMode"
        value={egress}
        onValue={(value) => setEgress(value as Egress)}
        error={errorsOf(refusal).egressMode}
        options={[
          { value: "gateways", label: egressName("gateways"), detail: t("gateways") },
          {
            value: "internet",
            label: egressName("internet"),
            detail: t("internet"),
            reason: !tier?.internet && t("internetOff", { tier: tierId ? tierName(tierId) : "" }),
          },
        ]}
      />
    </Fields>
  );
}
