"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { endOverlapAction } from "#app/(console)/orgs/[org]/keys/actions.ts";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatTurn } from "#components/ui/format.ts";

/** Ends the secret from before a rotation at once, after asking. */
export function EndOverlap({ org, keyId, endsAt }: { org: string; keyId: string; endsAt: Date }) {
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
        act={(key) => endOverlapAction({ org }, { id: keyId }, key)}
      />
    </>
  );
}
