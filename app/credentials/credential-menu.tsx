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
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { CredentialDialog } from "./credential-dialog.tsx";
import { ExpiryDialog } from "./expiry-dialog.tsx";
import type { MenuRow, Ref } from "./menu-row.ts";
import { actionsAt, credentialPath, whereOf } from "./place.ts";
import { ReferenceDialog } from "./reference-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";

/** Everything that can be done with one credential. On its own page (`here`) it has no way to itself, and shows no test. */
export function CredentialMenu({
  place,
  secret,
  credential,
  stores,
  here,
}: {
  place: Place;
  secret: Ref;
  credential: MenuRow;
  stores: OfferedStore[];
  here?: boolean;
}) {
  const t = useTranslations("credentials.row");
  const [open, setOpen] = useState<"replace" | "reference" | "expiry" | "disable" | "remove" | null>(null);
  const { run } = useAction();
  const { id: credentialId, name, source, testable, testing, running, waiting } = credential;
  const r = useTranslations("references");
  const { retest, enable, disable } = actionsAt(place);
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
  const replace =
    source === "value"
      ? { label: t("replace"), onSelect: () => setOpen("replace") }
      : {
          label: r("change.open"),
          reason: stores.length === 0 && r("referenceOff", { at: whereOf(place) }),
          onSelect: () => setOpen("reference"),
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
            replace,
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
      {open === "reference" && (
        <ReferenceDialog
          place={place}
          namespace={secret.namespace}
          credential={credential}
          stores={stores}
          onClose={close}
        />
      )}
      {open === "expiry" && <ExpiryDialog place={place} credential={credential} onClose={close} />}
      <ConfirmDialog
        open={open === "disable"}
        onClose={close}
        title={t("disableTitle", { name })}
        description={t("disableLead", { at: whereOf(place), count: running, waiting })}
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
