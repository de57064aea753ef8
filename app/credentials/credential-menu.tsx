"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import type { Place } from "#lib/domain/access/command.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import { ExpiryDialog } from "./expiry-dialog.tsx";
import type { MenuRow, Ref } from "./menu-row.ts";
import { actionsAt, credentialPath, whereOf } from "./place.ts";
import { RemoveDialog } from "./remove-dialog.tsx";

/** Everything that can be done with one credential. On its own page (`here`) it has no way to itself, and shows no test. */
export function CredentialMenu({
  place,
  secret,
  credential,
  here,
}: {
  place: Place;
  secret: Ref;
  credential: MenuRow;
  here?: boolean;
}) {
  const t = useTranslations("credentials.row");
  const [open, setOpen] = useState<"replace" | "expiry" | "disable" | "remove" | null>(null);
  const { run } = useAction();
  const { id: credentialId, name, source, testable, testing, running } = credential;
  const external = source === "external" && t("external");
  const { retest, enable, disable } = actionsAt(place, source);
  const close = () => setOpen(null);
  const at = async (act: (key: string) => Promise<ActionResult<unknown>>, done: string) => {
    const result = await run(act);
    if (!result) return;
    if (result.ok) say({ text: done });
    else say({ kind: "failed", text: result.message, detail: result.requestId });
  };
  const test = {
    label: t("test"),
    reason: testable ? testing && t("testRunning") : t("testOff"),
    onSelect: () => at((key) => retest({ credentialId }, key), t("testAsked", { name })),
  };
  const onOff = credential.disabled
    ? {
        label: t("enable"),
        onSelect: () => at((key) => enable({ credentialId }, key), t("enabled", { name })),
      }
    : { label: t("disable"), onSelect: () => setOpen("disable") };
  return (
    <>
      <Menu
        trigger={
          <Button size={here ? "m" : "s"} variant={here ? "outline" : "bare"} square icon="more">
            {t("more", { name })}
          </Button>
        }
        groups={[
          [
            ...(here ? [] : [{ label: t("open"), href: credentialPath(place, credentialId) }, test]),
            { label: t("replace"), reason: external, onSelect: () => setOpen("replace") },
            { label: t("expiry"), onSelect: () => setOpen("expiry") },
          ],
          [onOff, { label: t("remove"), danger: true, onSelect: () => setOpen("remove") }],
        ]}
      />
      <CredentialDialog
        place={place}
        secret={secret.name}
        namespace={secret.namespace}
        replaces={credential}
        open={open === "replace"}
        onOpenChange={(shown) => setOpen(shown ? "replace" : null)}
      />
      {open === "expiry" && <ExpiryDialog place={place} credential={credential} onClose={close} />}
      <ConfirmDialog
        open={open === "disable"}
        onClose={close}
        title={t("disableTitle", { name })}
        description={t("disableLead", { at: whereOf(place), count: running })}
        confirm={t("disableConfirm")}
        done={t("disabled", { name })}
        act={(key) => disable({ credentialId }, key)}
      />
      <RemoveDialog
        place={place}
        credential={credential}
        open={open === "remove"}
        onClose={close}
        leads={here}
      />
    </>
  );
}
