"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
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
import type { MenuRow } from "./menu-row.ts";
import { actionsAt, whereOf } from "./place.ts";

/** Says when a credential ends, as a day; an empty one is for never. */
export function ExpiryDialog({
  place,
  credential: { id: credentialId, name, expiresAt },
  open,
  onClose,
}: {
  place: Place;
  credential: Pick<MenuRow, "id" | "name" | "expiresAt">;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("credentials.expiry");
  const formId = useId();
  const [day, setDay] = useState(() => dayOf(expiresAt));
  const { run, pending, refusal, forget } = useAction();
  const close = () => {
    onClose();
    forget();
    setDay(dayOf(expiresAt));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = { credentialId, expiresAt: endOfDay(day) };
    const result = await run((key) => actionsAt(place).expire(wanted, key));
    if (!result?.ok) return;
    onClose();
    say({ text: t("saved", { name }) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={t("title", { name })}
      description={t("lead", { at: whereOf(place) })}
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
          {refusal && !refusal.field && (
            <ErrorSummary message={refusal.message} requestId={refusal.requestId} />
          )}
          <Field
            label={t("until")}
            name="expiresAt"
            optional
            error={errorsOf(refusal).expiresAt}
            hint={t("untilHint")}
          >
            <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          </Field>
        </Fields>
      </form>
    </Dialog>
  );
}
