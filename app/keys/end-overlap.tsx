"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatTurn } from "#components/ui/format.ts";
import { actionsAt } from "./actions-at.ts";

/** Ends the secret from before a rotation at once, after asking. */
export function EndOverlap({ org, keyId, endsAt }: { org: string | null; keyId: string; endsAt: Date }) {
  const t = useTranslations("keys.overlap");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="s" variant="danger" onClick={() => setOpen(true)}>
        {t("end")}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("title")}
        description={t("lead", { when: formatTurn(endsAt) })}
        confirm={t("end")}
        done={t("done")}
        act={(key) => actionsAt(org).endOverlap({ id: keyId }, key)}
      />
    </>
  );
}
