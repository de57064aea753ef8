"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import { dayOf, endOfDay } from "./day.ts";

export type Granted<Role extends string> = { role: Role; until: string | null };

/** A role, and the day it ends if it does. `before` holds fields in front, such as whose it is. */
export function RoleDialog<Role extends string, T>({
  open,
  onClose,
  title,
  description,
  roles,
  present,
  submit,
  done,
  save,
  before,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  roles: readonly Role[];
  present: { role: Role; until: string | null };
  submit: string;
  done: string;
  save: (granted: Granted<Role>, key: string) => Promise<ActionResult<T>>;
  before?: (error: string | undefined) => ReactNode;
}) {
  const t = useTranslations("memberForm");
  const dialog = useTranslations("dialog");
  const name = useTranslations("common.role");
  const formId = useId();
  const [role, setRole] = useState(present.role);
  const [day, setDay] = useState(() => dayOf(present.until));
  const { run, pending, refusal, forget } = useAction();
  const close = () => {
    onClose();
    forget();
    setRole(present.role);
    setDay(dayOf(present.until));
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run((key) => save({ role, until: endOfDay(day) }, key));
    if (!result?.ok) return;
    onClose();
    say({ text: done });
  };
  const at = (field: string) => (refusal?.field === field ? refusal.message : undefined);
  const elsewhere = refusal && !["role", "until", "person"].includes(refusal.field ?? "");
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={title}
      description={description}
      footer={
        <>
          <DialogClose>
            <Button>{dialog("cancel")}</Button>
          </DialogClose>
          <SubmitButton form={formId} pending={pending}>
            {submit}
          </SubmitButton>
        </>
      }
    >
      <form id={formId} onSubmit={send} noValidate>
        <Fields>
          {before?.(at("person"))}
          <Field label={t("role")} name="role" error={at("role")} hint={t(`roleHint.${role as string}`)}>
            <Select value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {roles.map((one) => (
                <option key={one} value={one}>
                  {name(one as string)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t("until")} name="until" optional error={at("until")} hint={t("untilHint")}>
            <Input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          </Field>
          {elsewhere && (
            <Note kind="failed" announce after={refusal.requestId}>
              {refusal.message}
            </Note>
          )}
        </Fields>
      </form>
    </Dialog>
  );
}
