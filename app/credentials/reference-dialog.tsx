"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import type { MenuRow } from "./menu-row.ts";
import { ReferenceForm } from "./reference-form.tsx";

/** Has a credential fetched from elsewhere, or with other settings. */
export function ReferenceDialog({
  place,
  namespace,
  credential,
  stores,
  onClose,
}: {
  place: Place;
  namespace: string;
  credential: MenuRow;
  stores: OfferedStore[];
  onClose: () => void;
}) {
  const t = useTranslations("references.change");
  return (
    <Dialog
      size="l"
      open
      onOpenChange={(shown) => !shown && onClose()}
      title={t("title", { name: credential.name })}
      description={t("lead")}
    >
      <ReferenceForm
        place={place}
        namespace={namespace}
        stores={stores}
        changes={credential}
        onClose={onClose}
      />
    </Dialog>
  );
}
