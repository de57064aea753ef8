"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Field } from "#components/form/field.tsx";
import { Textarea } from "#components/form/input.tsx";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import type { ReasonWords } from "./reason-words.ts";

/** Asks why, then does it: the reason goes to `action` beside `input`. */
export function ReasonDialog<Input extends object>({
  action,
  input,
  words,
  done,
  name,
  danger,
  leadsTo,
  ...look
}: Pick<ButtonProps, "size" | "variant"> & {
  action: (input: Input & { reason: string }, key?: string) => Promise<ActionResult<unknown>>;
  input: Input;
  words: ReasonWords;
  /** Said when it is done; left out where the page it leads to says so. */
  done?: string;
  /** The opening button's name, where there are several of its kind. */
  name?: string;
  danger?: boolean;
  /** Where it leads when who one is there changed with it. */
  leadsTo?: string;
}) {
  const dialog = useTranslations("dialog");
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { run, pending, refusal, forget } = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run((key) => action({ ...input, reason }, key));
    if (!result?.ok) return;
    if (leadsTo) return window.location.assign(leadsTo);
    setOpen(false);
    setReason("");
    if (done) say({ text: done });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => {
        setOpen(shown);
        forget();
      }}
      trigger={
        <Button {...look} aria-label={name}>
          {words.open}
        </Button>
      }
      title={words.title}
      description={words.lead}
      footer={
        <>
          <DialogClose>
            <Button>{dialog("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant={danger ? "danger-solid" : "solid"} pending={pending}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate>
        <Field name="reason" label={words.label} hint={words.hint} error={refusal?.message}>
          <Textarea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
