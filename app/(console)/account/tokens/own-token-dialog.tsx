"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { TokenFields, useTokenFields } from "#app/forms/tokens/token-fields.tsx";
import { type Shown, TokenShown } from "#app/forms/tokens/token-shown.tsx";
import { useAction } from "#app/use-action.ts";
import { Field, Fields } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
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
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Shown | null>(null);
  return (
    <>
      <Dialog
        size="l"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="solid" icon="plus">
            {t("openOwn")}
          </Button>
        }
        title={t("titleOwn")}
        description={t("leadOwn")}
      >
        <OwnTokenForm
          {...props}
          onMade={(token) => {
            setOpen(false);
            setMade(token);
          }}
        />
      </Dialog>
      {made && <TokenShown made={made} url={props.url} onClose={() => setMade(null)} />}
    </>
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
      <div className="mt-5 flex flex-wrap gap-2">
        <Button type="submit" variant="solid" pending={pending}>
          {t("submit")}
        </Button>
        <DialogClose>
          <Button variant="bare">{t("cancel")}</Button>
        </DialogClose>
      </div>
    </form>
  );
}
