"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { clashOf } from "#app/forms/clash.ts";
import { dayOf, endOfDay } from "#app/forms/day.ts";
import { errorsOf, useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { LoadAnew } from "./load-anew.tsx";
import type { MenuRow } from "./menu-row.ts";
import { actionsAt, whereOf } from "./place.ts";
import { useSeen } from "./use-seen.ts";

/** Says when a credential ends, as a day; an empty one is for never. */
export function ExpiryDialog({
  place,
  credential,
  onClose,
}: {
  place: Place;
  credential: Pick<MenuRow, "id" | "version" | "name" | "expiresAt">;
  onClose: () => void;
}) {
  const t = useTranslations("credentials.expiry");
  const form = useTranslations("credentialForm");
  const formId = useId();
  const { first, seen, loading, loadAnew } = useSeen(credential);
  const { id: credentialId, version, name, expiresAt } = seen;
  const [typed, setDay] = useState<string | null>(null);
  const kept = dayOf(expiresAt);
  const day = typed ?? kept;
  const clash = expiresAt !== first.expiresAt && kept !== day && form("clash", clashOf(kept));
  const { run, pending, refusal, forget } = useAction();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = { credentialId, version, expiresAt: endOfDay(day) };
    const result = await run((key) => actionsAt(place).expire(wanted, key));
    if (!result?.ok) return;
    onClose();
    say({ text: t("saved", { name }) });
  };
  return (
    <Dialog
      open
      onOpenChange={(shown) => !shown && onClose()}
      title={t("title", { name })}
      description={t("lead", { at: whereOf(place) })}
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
          {refusal && !refusal.field && (
            <ErrorSummary message={refusal.message} requestId={refusal.requestId} />
          )}
          <Field
            label={t("until")}
            name="expiresAt"
            optional
            error={errorsOf(refusal).expiresAt || clash || undefined}
            hint={t("untilHint")}
          >
            <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          </Field>
        </Fields>
      </form>
    </Dialog>
  );
}
