"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { MayKey } from "#lib/domain/keys/list.ts";
import { actionsAt } from "./actions-at.ts";
import { type EditableKey, EditDialog } from "./edit-dialog.tsx";
import { RotateButton, useSwitch } from "./key-menu.tsx";
import type { Where } from "./key-shown.tsx";
import { type LastUse, RevokeDialog } from "./revoke-dialog.tsx";
import type { DialogKey } from "./rotate-dialog.tsx";

/** What can be done with the key of a page. One that works no more is only looked at. */
export function KeyActions({
  org,
  apiKey,
  editable,
  tierModels,
  disabled,
  use,
  may,
  where,
}: {
  org: string | null;
  apiKey: DialogKey;
  editable: EditableKey;
  tierModels: readonly string[];
  disabled: boolean;
  use: LastUse;
  may: MayKey;
  where: Where;
}) {
  const t = useTranslations("keys.row");
  const [open, setOpen] = useState<"edit" | "revoke" | null>(null);
  const { turn, pending } = useSwitch(org, apiKey);
  const close = () => setOpen(null);
  if (!may.end) return <p className="text-xs text-ink-2">{t("off")}</p>;
  return (
    <>
      {may.manage && <Button onClick={() => setOpen("edit")}>{t("edit")}</Button>}
      {may.rotate && <RotateButton org={org} apiKey={apiKey} where={where} />}
      <Button pending={pending} onClick={() => void turn(!disabled)}>
        {t(disabled ? "enable" : "disable")}
      </Button>
      <Button variant="danger" onClick={() => setOpen("revoke")}>
        {t("revoke")}
      </Button>
      {open === "edit" && <EditDialog org={org} apiKey={editable} tierModels={tierModels} onClose={close} />}
      <RevokeDialog
        apiKey={apiKey}
        use={use}
        open={open === "revoke"}
        onClose={close}
        revoke={(key) => actionsAt(org).revoke({ id: apiKey.id }, key)}
      />
    </>
  );
}
