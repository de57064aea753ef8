"use client";

import { type ReactNode, useId, useState } from "react";
import { Field } from "../form/field.tsx";
import { Input } from "../form/input.tsx";
import { useWords } from "../words-provider.tsx";
import { Button, Why } from "./button.tsx";
import { Dialog, DialogClose, type DialogControl } from "./dialog.tsx";

/**
 * Asks before something is gone: says what will go, and opens its button when the exact name is typed. Give
 * `action` (a server action; the name arrives as the form field `confirm`, `fields` as hidden ones) or
 * `onConfirm`. `error` stands at the name; `refused` says why the thing cannot go at all.
 */
export function DangerDialog({
  title,
  description,
  goes,
  name,
  confirmLabel,
  keepLabel,
  action,
  onConfirm,
  fields,
  pending,
  error,
  refused,
  ...control
}: DialogControl & {
  title: string;
  description: ReactNode;
  /** Each thing that goes, one a line. */
  goes?: ReactNode[];
  name: string;
  confirmLabel: string;
  keepLabel?: string;
  action?: (form: FormData) => void | Promise<void>;
  onConfirm?: () => void;
  fields?: Record<string, string>;
  pending?: boolean;
  error?: string;
  refused?: string;
}) {
  const words = useWords();
  const formId = useId();
  const whyId = useId();
  const [typed, setTyped] = useState("");
  const reason = refused ?? (typed === name ? null : words.nameDiffers);
  const [before, after] = words.typeName.split("{name}");
  return (
    <Dialog
      {...control}
      onOpenChange={(open) => {
        if (!open) setTyped("");
        control.onOpenChange?.(open);
      }}
      title={title}
      description={description}
      footer={
        <>
          <Why id={whyId} className="min-w-0 flex-1 max-md:basis-full">
            {reason}
          </Why>
          <DialogClose>
            <Button>{keepLabel ?? words.cancel}</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant="danger-solid"
            reason={reason}
            reasonAt="none"
            aria-describedby={whyId}
            pending={pending}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      {goes && goes.length > 0 && (
        <ul className="grid gap-1 border-l-2 border-bad-mark pl-3">
          {goes.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are fixed while the dialog stands
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
      <form
        id={formId}
        action={action}
        onSubmit={(event) => {
          if (reason || pending) return event.preventDefault();
          if (!onConfirm) return;
          event.preventDefault();
          onConfirm();
        }}
      >
        {Object.entries(fields ?? {}).map(([key, value]) => (
          <input key={key} type="hidden" name={key} value={value} />
        ))}
        {!refused && (
          <Field
            name="confirm"
            error={error}
            label={
              <span>
                {before}
                <code className="font-mono">{name}</code>
                {after}
              </span>
            }
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
