"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** Asks before something that can be done again by hand: what it does, and one button that does it. */
export function ConfirmDialog<T>({
  open,
  onClose,
  title,
  description,
  confirm,
  done,
  act,
  onDone,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  description: ReactNode;
  confirm: string;
  /** Said when it is done. */
  done: string;
  act: (key: string) => Promise<ActionResult<T>>;
  onDone?: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("dialog");
  const { run, pending, refusal, forget } = useAction();
  const close = () => {
    onClose();
    forget();
  };
  const go = async () => {
    const result = await run(act);
    if (!result?.ok) return;
    close();
    say({ text: done });
    onDone?.();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={title}
      description={description}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button variant="danger-solid" pending={pending} onClick={go}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      {refusal && (
        <Note kind="failed" announce after={refusal.requestId}>
          {refusal.message}
        </Note>
      )}
    </Dialog>
  );
}
