"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { KeyButtons, KeyDialog } from "#app/forms/keys/key-dialog.tsx";
import { KeyFields, useKeyFields } from "#app/forms/keys/key-fields.tsx";
import type { Shown } from "#app/forms/keys/key-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { Field, Fields } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import type { FirstCall } from "#lib/domain/keys/list.ts";
import { createKeyAction, createPlatformKeyAction } from "./actions.ts";

type Place = { slug: string; displayName: string };
type Props = {
  organizations: readonly Place[];
  platformAdmin: boolean;
  /** The longest life in days. */
  most: number;
  url: string;
  calls: readonly FirstCall[];
};

/** What stands for the platform among the organizations: no slug is empty. */
const platform = "";

/** Makes a key of one's own and shows it once. */
export function OwnKeyDialog(props: Props) {
  const t = useTranslations("keys.dialog");
  return (
    <KeyDialog
      label={t("openOwn")}
      title={t("titleOwn")}
      lead={t("leadOwn")}
      url={props.url}
      calls={props.calls}
      form={(onMade) => <OwnKeyForm {...props} onMade={onMade} />}
    />
  );
}

function OwnKeyForm({
  organizations,
  platformAdmin,
  most,
  onMade,
}: Props & { onMade: (made: Shown) => void }) {
  const t = useTranslations("keys.dialog");
  const fields = useKeyFields(most);
  const [org, setOrg] = useState(organizations[0]?.slug ?? platform);
  const { run, pending, refusal } = useAction();
  const { name, scopes, expiresInDays } = fields.values;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run((key) =>
      org === platform
        ? createPlatformKeyAction({ name, expiresInDays }, key)
        : createKeyAction({ org }, { kind: "personal", name, scopes, expiresInDays }, key),
    );
    if (made?.ok) onMade(made.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <KeyFields fields={fields} refusal={refusal} scoped={org !== platform}>
          <Field name="org" label={t("place")} hint={org === platform ? t("platformHint") : undefined}>
            <Select value={org} onChange={(event) => setOrg(event.target.value)}>
              {organizations.map(({ slug, displayName }) => (
                <option key={slug} value={slug}>
                  {displayName}
                </option>
              ))}
              {platformAdmin && <option value={platform}>{t("platform")}</option>}
            </Select>
          </Field>
        </KeyFields>
      </Fields>
      <KeyButtons pending={pending} />
    </form>
  );
}
