"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import { removeCredentialAction, removeReferenceAction } from "./actions.ts";
import type { MenuRow } from "./menu-row.ts";

/** Asks before a credential goes, and says first who uses it. On its own page it `leads` back to the list. */
export function RemoveDialog({
  place,
  credential: { id: credentialId, name, source, lastFour, sessions, running },
  open,
  onClose,
  leads,
}: {
  place: { org: string; project: string };
  credential: MenuRow;
  open: boolean;
  onClose: () => void;
  leads?: boolean;
}) {
  const t = useTranslations("credentials.row");
  const router = useRouter();
  const { run, pending, refusal, forget } = useAction();
  const close = () => {
    onClose();
    forget();
  };
  const confirm = async () => {
    const remove = source === "external" ? removeReferenceAction : removeCredentialAction;
    const result = await run<unknown>((key) => remove(place, { credentialId }, key));
    if (!result?.ok) return;
    close();
    say({ text: t("done", { name }) });
    if (leads) router.push(paths.credentials(place));
  };
  return (
    <DangerDialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={t("title", { name })}
      description={t("lead")}
      goes={[
        t("goesKey", { end: lastFour || "none" }),
        t("goesRunning", { count: running }),
        t("goesSessions", { count: sessions }),
      ]}
      name={name}
      confirmLabel={t("confirm")}
      keepLabel={t("keep")}
      onConfirm={confirm}
      pending={pending}
      error={refusal?.message}
    />
  );
}
