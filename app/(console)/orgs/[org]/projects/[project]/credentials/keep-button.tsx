"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { keepOutsideAction } from "./actions.ts";

/** Takes what somebody wrote past Portico for a credential's value, once whoever presses it has read what that means. */
export function KeepButton({
  place,
  credential: { id: credentialId, name },
  seenOutside,
}: {
  place: { org: string; project: string };
  credential: { id: string; name: string };
  seenOutside: string;
}) {
  const t = useTranslations("credentials.outside");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>
        {t("keep")}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("keepTitle", { name })}
        description={t("keepLead", { name })}
        confirm={t("keepConfirm")}
        done={t("kept", { name })}
        act={(key) => keepOutsideAction(place, { credentialId, seenOutside }, key)}
      />
    </>
  );
}
