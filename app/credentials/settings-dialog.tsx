"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { clashes, clashOf } from "#app/forms/clash.ts";
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
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import { LoadAnew } from "./load-anew.tsx";
import { actionsAt } from "./place.ts";
import { useSeen } from "./use-seen.ts";

type Configurable = Pick<CredentialRow, "id" | "version" | "kind" | "name" | "settings">;

/** Changes what is not secret of a credential, by its own button. */
export function SettingsButton({ place, credential }: { place: Place; credential: Configurable }) {
  const t = useTranslations("credentials.settings");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>
        {t("edit")}
      </Button>
      {open && <SettingsDialog place={place} credential={credential} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What says where its value goes is shown, and changes with the value alone. */
function SettingsDialog({
  place,
  credential,
  onClose,
}: {
  place: Place;
  credential: Configurable;
  onClose: () => void;
}) {
  const t = useTranslations("credentials.settings");
  const form = useTranslations("credentialForm");
  const formId = useId();
  const { first, seen, loading, loadAnew } = useSeen(credential);
  const { id: credentialId, version, kind, name, settings: kept } = seen;
  const [typed, setTyped] = useState<Settings>({});
  const [large, setLarge] = useState<string | null>(null);
  const { run, pending, refusal, forget } = useAction();
  const errors = errorsOf(refusal);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = { credentialId, version, settings: { ...kept, ...typed } };
    const result = await run((key) => actionsAt(place).configure(wanted, key));
    if (!result?.ok) return;
    onClose();
    say({ text: t("saved", { name }) });
  };
  /** What another person set a field to that this one has typed in too. */
  const clashAt = (field: string) =>
    clashes(typed[field], first.settings[field], kept[field])
      ? form("clash", clashOf(kept[field]))
      : undefined;
  return (
    <Dialog
      size="l"
      open
      onOpenChange={(shown) => !shown && onClose()}
      title={t("title", { name })}
      description={t("lead")}
      footer={
        <>
          <LoadAnew refusal={refusal} forget={forget} loading={loading} loadAnew={loadAnew} />
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
              value={typed[field] ?? kept[field]}
              off={isAim(kind, field, kept[field]) && t("aim")}
              error={large === field ? form("fileLarge") : (errors[`settings.${field}`] ?? clashAt(field))}
              onValue={(value) => {
                setTyped({ ...typed, [field]: value });
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
