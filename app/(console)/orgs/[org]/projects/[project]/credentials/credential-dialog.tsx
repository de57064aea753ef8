"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { NewCredential } from "#app/forms/use-credential-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { addCredentialAction, testCredentialAction } from "./actions.ts";
import { CredentialForm } from "./credential-form.tsx";

/** Adds a credential, or puts a new value in the place of `replaces`. Without `onOpenChange` it has its own button. */
export function CredentialDialog({
  open,
  onOpenChange,
  place,
  ...credential
}: NewCredential & {
  place: { org: string; project: string };
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
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
      <CredentialForm
        {...credential}
        actions={{
          test: (input, key) => testCredentialAction(place, input, key),
          keep: (input, key) => addCredentialAction(place, input, key),
        }}
        onClose={() => show(false)}
      />
    </Dialog>
  );
}
