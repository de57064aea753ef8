"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { NewCredential } from "#app/forms/credential-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { CredentialForm } from "./credential-form.tsx";

/** Adds a key, or puts a new one in the place of `replaces`. Without `onOpenChange` it has its own button. */
export function CredentialDialog({
  open,
  onOpenChange,
  ...credential
}: NewCredential & { open?: boolean; onOpenChange?: (open: boolean) => void }) {
  const t = useTranslations("credentials.dialog");
  const { replaces } = credential;
  const [ownOpen, setOwnOpen] = useState(false);
  const show = onOpenChange ?? setOwnOpen;
  return (
    <Dialog
      size="l"
      open={open ?? ownOpen}
      onOpenChange={show}
      trigger={
        onOpenChange ? undefined : (
          <Button variant="solid" icon="plus">
            {t("open")}
          </Button>
        )
      }
      title={replaces ? t("replaceTitle", { name: replaces.name }) : t("addTitle")}
      description={replaces ? t("replaceLead", { end: replaces.lastFour || "none" }) : t("lead")}
    >
      <CredentialForm {...credential} onClose={() => show(false)} />
    </Dialog>
  );
}
