"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import { removeCredentialAction } from "./actions.ts";
import { CredentialDialog } from "./credential-dialog.tsx";

type Credential = {
  id: string;
  kind: ProviderKind;
  name: string;
  fingerprint: string;
  lastFour: string;
  sessions: number;
};

/** Replace and remove, for one credential. */
export function RowActions({
  place,
  namespace,
  credential,
}: {
  place: { org: string; project: string };
  namespace: string;
  credential: Credential;
}) {
  const t = useTranslations("credentials.row");
  const [open, setOpen] = useState<"replace" | "remove" | null>(null);
  const { run, pending, refusal, forget } = useAction();
  const remove = async () => {
    const result = await run((key) => removeCredentialAction(place, { credentialId: credential.id }, key));
    if (!result?.ok) return;
    setOpen(null);
    say({ text: t("done", { name: credential.name }) });
  };
  return (
    <>
      <Menu
        trigger={
          <Button size="s" variant="bare" square icon="more">
            {t("more", { name: credential.name })}
          </Button>
        }
        groups={[
          [{ label: t("replace"), onSelect: () => setOpen("replace") }],
          [{ label: t("remove"), danger: true, onSelect: () => setOpen("remove") }],
        ]}
      />
      <CredentialDialog
        place={place}
        namespace={namespace}
        replaces={credential}
        open={open === "replace"}
        onOpenChange={(shown) => setOpen(shown ? "replace" : null)}
      />
      <DangerDialog
        open={open === "remove"}
        onOpenChange={(shown) => {
          setOpen(shown ? "remove" : null);
          forget();
        }}
        title={t("title", { name: credential.name })}
        description={t("lead")}
        goes={[
          t("goesKey", { end: credential.lastFour || "none" }),
          t("goesSessions", { count: credential.sessions }),
          t("goesRunning"),
        ]}
        name={credential.name}
        confirmLabel={t("confirm")}
        keepLabel={t("keep")}
        onConfirm={remove}
        pending={pending}
        error={refusal?.message}
      />
    </>
  );
}
