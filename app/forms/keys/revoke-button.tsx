"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** Ends a key after asking once. `revoke` is the action of the page it stands on. */
export function RevokeButton({
  apiKey: { name, prefix },
  revoke,
}: {
  apiKey: { name: string; prefix: string };
  revoke: (key: string) => Promise<ActionResult<unknown>>;
}) {
  const t = useTranslations("keys.row");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="s" variant="danger" onClick={() => setOpen(true)} aria-label={t("revokeName", { name })}>
        {t("revoke")}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("title", { name })}
        description={t("lead", { prefix })}
        confirm={t("confirm")}
        done={t("done", { name })}
        act={revoke}
      />
    </>
  );
}
