"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorsOf, useAction } from "#app/use-action.ts";
import { Checkbox } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { say } from "#components/ui/toaster.tsx";
import { updateOrganizationAction } from "./actions.ts";

type Organization = {
  displayName: string;
  contactEmail: string | null;
  keyMaxDays: number;
  revokeLeakedKeys: boolean;
  version: number;
};

/** Name, contact, and what holds for API keys, saved on condition that nobody else changed them since they were read. */
export function OrganizationForm({
  org,
  organization,
  most,
}: {
  org: string;
  organization: Organization;
  /** How many days the platform lets a key live. */
  most: number;
}) {
  const t = useTranslations("orgSettings.form");
  const [displayName, setName] = useState(organization.displayName);
  const [contactEmail, setContact] = useState(organization.contactEmail ?? "");
  const [keyMaxDays, setDays] = useState(String(organization.keyMaxDays));
  const [revokeLeakedKeys, setRevoke] = useState(organization.revokeLeakedKeys);
  const { run, pending, refusal } = useAction();
  const errors = errorsOf(refusal);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { version } = organization;
    const keys = { keyMaxDays, revokeLeakedKeys };
    const input = { version, displayName, contactEmail: contactEmail.trim(), ...keys };
    const saved = await run((key) => updateOrganizationAction({ org }, input, key));
    if (saved?.ok) say({ text: t("saved") });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <ErrorSummary
          message={refusal ? (refusal.field ? t("failed") : refusal.message) : undefined}
          errors={errors}
          requestId={refusal?.requestId}
        />
        <Field name="displayName" label={t("name")} error={errors.displayName}>
          <Input value={displayName} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Field
          name="contactEmail"
          label={t("contact")}
          hint={t("contactHint")}
          error={errors.contactEmail}
          optional
        >
          <Input
            type="email"
            value={contactEmail}
            onChange={(event) => setContact(event.target.value)}
            autoComplete="off"
          />
        </Field>
        <Field
          name="keyMaxDays"
          label={t("keyMaxDays")}
          hint={t("keyMaxDaysHint", { most })}
          error={errors.keyMaxDays}
        >
          <Input value={keyMaxDays} onChange={(event) => setDays(event.target.value)} inputMode="numeric" />
        </Field>
        <Checkbox
          checked={revokeLeakedKeys}
          onChange={(event) => setRevoke(event.target.checked)}
          detail={t("revokeLeakedKeysHint")}
        >
          {t("revokeLeakedKeys")}
        </Checkbox>
        <SubmitButton pending={pending}>{t("save")}</SubmitButton>
      </Fields>
    </form>
  );
}
