"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { MayKey, ShownState } from "#lib/domain/keys/list.ts";
import { actionsAt } from "./actions-at.ts";
import type { Where } from "./key-shown.tsx";
import { type LastUse, RevokeDialog } from "./revoke-dialog.tsx";
import { type DialogKey, RotateDialog } from "./rotate-dialog.tsx";

/** Disables a key, or enables it again; each can be undone by the other. */
export function useSwitch(org: string | null, { id, name }: { id: string; name: string }) {
  const t = useTranslations("keys.row");
  const { run, pending } = useAction();
  const { disable, enable } = actionsAt(org);
  const turn = async (off: boolean, undoable = true) => {
    const result = await run((key) => (off ? disable : enable)({ id }, key));
    if (!result) return;
    if (!result.ok) return say({ kind: "failed", text: result.message, detail: result.requestId });
    say({
      text: t(off ? "disabled" : "enabled", { name }),
      action: undoable ? { label: t("undo"), run: () => void turn(!off, false) } : undefined,
    });
  };
  return { turn, pending };
}

/** What can be done with a key of a list. */
export function KeyMenu({
  org,
  apiKey,
  state,
  use,
  may,
  href,
  where,
}: {
  org: string;
  apiKey: DialogKey;
  state: ShownState;
  use: LastUse;
  may: MayKey;
  href: string;
  where: Where;
}) {
  const t = useTranslations("keys.row");
  const [open, setOpen] = useState<"rotate" | "revoke" | null>(null);
  const { turn } = useSwitch(org, apiKey);
  const { id, name } = apiKey;
  const stands = state !== "revoked" && state !== "expired";
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <Button size="s" variant="bare" square icon="more">
            {t("more", { name })}
          </Button>
        }
        groups={[
          [
            { label: t("open"), href },
            ...(stands
              ? [
                  {
                    label: t("rotate"),
                    onSelect: () => setOpen("rotate"),
                    reason: !may.rotate && t(may.end ? "rotateOff" : "off"),
                  },
                  {
                    label: t(state === "disabled" ? "enable" : "disable"),
                    onSelect: () => void turn(state !== "disabled"),
                    reason: !may.end && t("off"),
                  },
                ]
              : []),
          ],
          ...(stands
            ? [
                [
                  {
                    label: t("revoke"),
                    danger: true,
                    onSelect: () => setOpen("revoke"),
                    reason: !may.end && t("off"),
                  },
                ],
              ]
            : []),
        ]}
      />
      <RotateDialog org={org} apiKey={apiKey} where={where} open={open === "rotate"} onClose={close} />
      <RevokeDialog
        apiKey={apiKey}
        use={use}
        open={open === "revoke"}
        onClose={close}
        revoke={(key) => actionsAt(org).revoke({ id }, key)}
      />
    </>
  );
}

/** The button beside a warning that a key ends soon. */
export function RotateButton({
  org,
  apiKey,
  where,
  size,
}: {
  org: string | null;
  apiKey: DialogKey;
  where: Where;
  size?: "s" | "m";
}) {
  const t = useTranslations("keys.row");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        {t("rotate")}
      </Button>
      <RotateDialog org={org} apiKey={apiKey} where={where} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
