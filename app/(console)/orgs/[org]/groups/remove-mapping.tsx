"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { removeMappingAction } from "./actions.ts";

type Props = { org: string; id: string; group: string; people: number };

/** Ends a mapping, after saying how many lose a role by it. */
export function RemoveMapping({ org, id, group, people }: Props) {
  const t = useTranslations("groups.row");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="s" variant="danger" onClick={() => setOpen(true)} aria-label={t("removeOf", { group })}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("title", { group })}
        description={t("text", { count: people })}
        confirm={t("remove")}
        done={t("removed", { group })}
        act={(key) => removeMappingAction({ org }, { mappingId: id }, key)}
      />
    </>
  );
}
