"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { SettingField } from "#app/forms/credential-inputs.tsx";
import { errorsOf, useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Fields } from "#components/form/field.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { isAim } from "#lib/domain/credentials/aims.ts";
import { type CredentialKindId, kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import { actionsAt } from "./place.ts";

/** Changes what is not secret of a credential. What says where its value goes is shown, and changes with the value alone. */
export function SettingsDialog({
  place,
  credential: { id: credentialId, kind, name, settings: kept },
}: {
  place: Place;
  credential: { id: string; kind: CredentialKindId; name: string; settings: Settings };
}) {
  const t = useTranslations("credentials.settings");
  const form = useTranslations("credentialForm");
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [settings, setSettings] = useState(kept);
  const [large, setLarge] = useState<string | null>(null);
  const { run, pending, refusal, forget } = useAction();
  const errors = errorsOf(refusal);
  const show = (shown: boolean) => {
    setOpen(shown);
    setSettings(kept);
    setLarge(null);
    forget();
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run((key) => actionsAt(place).configure({ credentialId, settings }, key));
    if (!result?.ok) return;
    setOpen(false);
    say({ text: t("saved", { name }) });
  };
  return (
    <Dialog
      size="l"
      open={open}
      onOpenChange={show}
      trigger={<Button size="s">{t("edit")}</Button>}
      title={t("title", { name })}
      description={t("lead")}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <SubmitButton form={formId} pending={pending}>
            {t("save")}
          </SubmitButton>
        </>
      }
    >
      <form id={formId} onSubmit={save} noValidate>
        <Fields>
          {refusal && (
            <ErrorSummary
              message={refusal.field ? t("failed") : refusal.message}
              requestId={refusal.requestId}
            />
          )}
          {Object.entries(kindOf(kind).fields).map(([field, look]) => (
            <SettingField
              key={field}
              kind={kind}
              field={field}
              look={look}
              value={settings[field]}
              off={isAim(field, kept[field]) && t("aim")}
              error={large === field ? form("fileLarge") : errors[`settings.${field}`]}
              onValue={(value) => {
                setSettings({ ...settings, [field]: value });
                setLarge(null);
              }}
              onLarge={() => setLarge(field)}
            />
          ))}
        </Fields>
      </form>
    </Dialog>
  );
}
