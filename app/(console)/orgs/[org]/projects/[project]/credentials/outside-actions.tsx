"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { keepOutsideAction } from "./actions.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import type { MenuRow } from "./menu-row.ts";

/** What can be done where somebody wrote past Portico: another value in its place, or (`keep`) that one for the credential's. */
export function OutsideActions({
  place,
  namespace,
  credential,
  keep,
}: {
  place: { org: string; project: string };
  namespace: string;
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
        secret={CREDENTIALS_SECRET}
        namespace={namespace}
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
        act={(key) => keepOutsideAction(place, { credentialId, seenOutside: seenOutside ?? "" }, key)}
      />
    </>
  );
}
