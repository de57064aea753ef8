"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** Ends a token after asking once. `revoke` is the action of the page it stands on. */
export function RevokeButton({
  token,
  revoke,
}: {
  token: { name: string; prefix: string };
  revoke: (key: string) => Promise<ActionResult<unknown>>;
}) {
  const t = useTranslations("tokens.row");
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, forget } = useAction();
  const { name, prefix } = token;
  const end = async () => {
    const ended = await run(revoke);
    if (!ended?.ok) return;
    setOpen(false);
    say({ text: t("done", { name }) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => {
        setOpen(shown);
        forget();
      }}
      trigger={
        <Button size="s" aria-label={t("revokeName", { name })}>
          {t("revoke")}
        </Button>
      }
      title={t("title", { name })}
      description={t("lead", { prefix })}
      footer={
        <>
          <DialogClose>
            <Button>{t("keep")}</Button>
          </DialogClose>
          <Button variant="danger-solid" pending={pending} onClick={end}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      {refusal && (
        <Note kind="failed" announce>
          {refusal.message}
        </Note>
      )}
    </Dialog>
  );
}
