"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import { CredentialForm } from "./credential-form.tsx";

/** Adds a key, or puts a new one in the place of `replaces`. Without `onOpenChange` it has its own button. */
export function CredentialDialog({
  place,
  namespace,
  replaces,
  taken,
  open,
  onOpenChange,
}: {
  place: { org: string; project: string };
  namespace: string;
  replaces?: { kind: ProviderKind; name: string; lastFour: string };
  /** Keys of the Secret that are in use, so that adding never puts one in the place of another unseen. */
  taken?: string[];
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const t = useTranslations("credentials");
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
            {t("add")}
          </Button>
        )
      }
      title={replaces ? t("form.replaceTitle", { name: replaces.name }) : t("form.addTitle")}
      description={replaces ? t("form.replaceLead", { lastFour: replaces.lastFour }) : t("form.lead")}
    >
      <CredentialForm
        place={place}
        namespace={namespace}
        replaces={replaces}
        taken={taken ?? []}
        onClose={() => show(false)}
      />
    </Dialog>
  );
}
