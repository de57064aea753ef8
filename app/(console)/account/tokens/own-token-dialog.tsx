"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { TokenButtons, TokenDialog } from "#app/forms/tokens/token-dialog.tsx";
import { TokenFields, useTokenFields } from "#app/forms/tokens/token-fields.tsx";
import type { Shown } from "#app/forms/tokens/token-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { Field, Fields } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { createPlatformTokenAction, createTokenAction } from "./actions.ts";

type Place = { slug: string; displayName: string };
type Props = {
  organizations: readonly Place[];
  platformAdmin: boolean;
  /** The longest life in days. */
  most: number;
  url: string;
};

/** What stands for the platform among the organizations: no slug is empty. */
const platform = "";

/** Makes a token of one's own and shows it once. */
export function OwnTokenDialog(props: Props) {
  const t = useTranslations("tokens.dialog");
  return (
    <TokenDialog
      label={t("openOwn")}
      title={t("titleOwn")}
      lead={t("leadOwn")}
      url={props.url}
      form={(onMade) => <OwnTokenForm {...props} onMade={onMade} />}
    />
  );
}

function OwnTokenForm({
  organizations,
  platformAdmin,
  most,
  onMade,
}: Props & { onMade: (made: Shown) => void }) {
  const t = useTranslations("tokens.dialog");
  const fields = useTokenFields(most);
  const [org, setOrg] = useState(organizations[0]?.slug ?? platform);
  const { run, pending, refusal } = useAction();
  const { name, scopes, expiresInDays } = fields.values;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run((key) =>
      org === platform
        ? createPlatformTokenAction({ name, expiresInDays }, key)
        : createTokenAction({ org }, { kind: "personal", name, scopes, expiresInDays }, key),
    );
    if (made?.ok) onMade(made.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <TokenFields fields={fields} refusal={refusal} scoped={org !== platform}>
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
        </TokenFields>
      </Fields>
      <TokenButtons pending={pending} />
    </form>
  );
}
