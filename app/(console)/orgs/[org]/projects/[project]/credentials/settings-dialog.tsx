"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { errorsOf, useAction } from "#app/use-action.ts";
import { Switch } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select, Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import { isAim } from "#lib/domain/credentials/aims.ts";
import { type CredentialKindId, kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import { configureCredentialAction } from "./actions.ts";

/** Changes what is not secret of a credential. What says where its value goes is shown, and changes with the value alone. */
export function SettingsDialog({
  place,
  credential: { id: credentialId, kind, name, settings: kept },
}: {
  place: { org: string; project: string };
  credential: { id: string; kind: CredentialKindId; name: string; settings: Settings };
}) {
  const t = useTranslations("credentials.settings");
  const words = useTranslations("credentialKinds");
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [settings, setSettings] = useState(kept);
  const { run, pending, refusal, forget } = useAction();
  const errors = errorsOf(refusal);
  const show = (shown: boolean) => {
    setOpen(shown);
    setSettings(kept);
    forget();
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run((key) => configureCredentialAction(place, { credentialId, settings }, key));
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
          {Object.entries(kindOf(kind).fields).map(([field, { control, optional, ...more }]) => {
            const value = settings[field] ?? "";
            const off = isAim(field, kept[field]) && t("aim");
            const set = (next: string | boolean) => setSettings({ ...settings, [field]: next });
            const at = `${kind}.setting.${field}` as const;
            if (control === "switch")
              return (
                <Switch
                  key={field}
                  checked={value === true}
                  reason={off}
                  detail={words(`${at}.hint`)}
                  onChange={(event) => set(event.target.checked)}
                >
                  {words(`${at}.label`)}
                </Switch>
              );
            const shared = {
              value: String(value),
              readOnly: Boolean(off),
              autoComplete: "off",
              spellCheck: false,
            };
            return (
              <Field
                key={field}
                name={`settings.${field}`}
                label={words(`${at}.label`)}
                optional={optional}
                hint={off || (words.has(`${at}.hint`) ? words(`${at}.hint`) : undefined)}
                error={errors[`settings.${field}`]}
              >
                {control === "choice" && "options" in more ? (
                  <Select value={String(value)} onChange={(event) => set(event.target.value)}>
                    {more.options.map((option) => (
                      <option key={option} value={option}>
                        {words(`${kind}.option.${option}`)}
                      </option>
                    ))}
                  </Select>
                ) : control === "text" ? (
                  <Textarea {...shared} mono onChange={(event) => set(event.target.value)} />
                ) : (
                  <Input {...shared} onChange={(event) => set(event.target.value)} />
                )}
              </Field>
            );
          })}
        </Fields>
      </form>
    </Dialog>
  );
}
