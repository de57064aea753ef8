"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { MenuRow } from "./menu-row.ts";
import { actionsAt, listPath, whereOf } from "./place.ts";

/** Asks before a credential goes, and says first who uses it. On its own page it `leads` back to the list. */
export function RemoveDialog({
  place,
  credential: { id: credentialId, name, lastFour, sessions, running, waiting, projects },
  open,
  onClose,
  leads,
}: {
  place: Place;
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
    const { remove } = actionsAt(place);
    const result = await run<unknown>((key) => remove({ credentialId }, key));
    if (!result?.ok) return;
    close();
    say({ text: t("done", { name }) });
    if (leads) router.push(listPath(place));
  };
  return (
    <DangerDialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={t("title", { name })}
      description={t("lead", { at: whereOf(place) })}
      goes={[
        t("goesKey", { end: lastFour || "none" }),
        ...(projects
          ? [
              t("goesProjects", {
                count: projects.count,
                names: projects.names.join(", "),
                more: projects.count - projects.names.length,
              }),
            ]
          : []),
        t("goesRunning", { count: running }),
        ...(waiting > 0 ? [t("goesWaiting", { count: waiting })] : []),
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
