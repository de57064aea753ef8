"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import type { MenuRow, Ref } from "./menu-row.ts";
import { actionsAt } from "./place.ts";
import { isOvertaken } from "./use-seen.ts";

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
  const router = useRouter();
  const [replacing, setReplacing] = useState(false);
  /** What is there, as it was when somebody asked to keep it. */
  const [asked, setAsked] = useState(credential);
  const [keeping, setKeeping] = useState(false);
  const { name } = credential;
  const act = async (key: string) => {
    const { id: credentialId, version, seenOutside } = asked;
    const kept = await actionsAt(place).keep({ credentialId, version, seenOutside: seenOutside ?? "" }, key);
    // Asked for again it is about what the page says then.
    if (!kept.ok && isOvertaken(kept)) router.refresh();
    return kept;
  };
  return (
    <>
      <Button size="s" onClick={() => setReplacing(true)} aria-label={t("replaceName", { name })}>
        {t("replace")}
      </Button>
      {keep && (
        <Button
          size="s"
          onClick={() => {
            setAsked(credential);
            setKeeping(true);
          }}
        >
          {t("keep")}
        </Button>
      )}
      <CredentialDialog
        place={place}
        secret={secret.name}
        namespace={secret.namespace}
        replaces={credential}
        open={replacing}
        onOpenChange={setReplacing}
      />
      <ConfirmDialog
        open={keeping}
        onClose={() => setKeeping(false)}
        title={t("keepTitle", { name })}
        description={t("keepLead", { name })}
        confirm={t("keepConfirm")}
        done={t("kept", { name })}
        act={act}
      />
    </>
  );
}
