"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import type { MenuRow, Ref } from "./menu-row.ts";
import { actionsAt } from "./place.ts";

/** What can be done where somebody wrote past Portico: another value in its place, or (`keep`) that one for the credential's. */
export function OutsideActions({
  place,
  secret,
  credential,
  keep,
}: {
  place: Place;
  secret: Ref;
  credential: MenuRow;
  keep: boolean;
}) {
  const t = useTranslations("credentials.outside");
  const [open, setOpen] = useState<"keep" | "replace" | null>(null);
  const { id: credentialId, name, seenOutside } = credential;
  return (
    <>
      <Button size="s" onClick={() => setOpen("replace")} aria-label={t("replaceName", { name })}>
        {t("replace")}
      </Button>
      {keep && (
        <Button size="s" onClick={() => setOpen("keep")}>
          {t("keep")}
        </Button>
      )}
      <CredentialDialog
        place={place}
        secret={secret.name}
        namespace={secret.namespace}
        replaces={credential}
        open={open === "replace"}
        onOpenChange={(shown) => setOpen(shown ? "replace" : null)}
      />
      <ConfirmDialog
        open={open === "keep"}
        onClose={() => setOpen(null)}
        title={t("keepTitle", { name })}
        description={t("keepLead", { name })}
        confirm={t("keepConfirm")}
        done={t("kept", { name })}
        act={(key) => actionsAt(place).keep({ credentialId, seenOutside: seenOutside ?? "" }, key)}
      />
    </>
  );
}
