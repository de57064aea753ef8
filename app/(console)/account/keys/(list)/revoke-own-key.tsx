"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { revokeOwnKeyAction, revokePlatformKeyAction } from "#app/(console)/account/keys/actions.ts";
import { type LastUse, RevokeDialog } from "#app/keys/revoke-dialog.tsx";
import { Button } from "#components/ui/button.tsx";

/** Ends one of one's own keys, of an organization or of the platform. */
export function RevokeOwnKey({
  apiKey,
  use,
}: {
  apiKey: { id: string; name: string; prefix: string; kind: string };
  use: LastUse;
}) {
  const t = useTranslations("keys.row");
  const [open, setOpen] = useState(false);
  const { id, kind, name } = apiKey;
  const action = kind === "platform" ? revokePlatformKeyAction : revokeOwnKeyAction;
  return (
    <>
      <Button size="s" variant="danger" onClick={() => setOpen(true)} aria-label={t("revokeName", { name })}>
        {t("revoke")}
      </Button>
      <RevokeDialog
        apiKey={apiKey}
        use={use}
        open={open}
        onClose={() => setOpen(false)}
        revoke={(key) => action({ id }, key)}
      />
    </>
  );
}
