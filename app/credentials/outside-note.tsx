"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import type { MenuRow, Ref } from "./menu-row.ts";
import { actionsAt } from "./place.ts";
import { isOvertaken } from "./use-seen.ts";

/**
 * That somebody wrote past Portico (`children`; null where nobody did), and what can be done: another value in its place, or
 * (`keep`) that one for the credential's. What is being done goes on when another person has ended it meanwhile.
 */
export function OutsideNote({
  place,
  secret,
  credential,
  keep,
  after,
  children,
}: {
  place: Place;
  secret: Ref;
  credential: MenuRow;
  keep: boolean;
  after: ReactNode;
  children: ReactNode;
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
  const actions = (
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
    </>
  );
  return (
    <>
      {children && (
        <Note kind="warn" className="mb-4" after={after} actions={actions}>
          {children}
        </Note>
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
