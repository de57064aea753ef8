"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { deleteProjectAction } from "../actions.ts";

/** Asks for the project's name, says what goes with it, and leads to the page that follows it to its end. */
export function DeleteProject({
  place,
  removal,
  slug,
  displayName,
  namespace,
  counts,
}: {
  place: { org: string; project: string };
  /** Address of the page that follows the removal. */
  removal: string;
  slug: string;
  displayName: string;
  namespace: string;
  counts: { active: number; sessions: number; credentials: number; members: number };
}) {
  const t = useTranslations("settings.dialog");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, forget } = useAction({ leaves: true });
  const remove = async () => {
    const result = await run((key) => deleteProjectAction(place, { name: slug }, key));
    if (result?.ok) router.push(removal);
  };
  return (
    <DangerDialog
      open={open}
      onOpenChange={(shown) => {
        setOpen(shown);
        forget();
      }}
      trigger={<Button variant="danger">{t("open")}</Button>}
      title={t("title", { name: displayName })}
      description={t("lead")}
      goes={[
        t("sessions", { active: counts.active, count: counts.sessions }),
        t("credentials", { count: counts.credentials }),
        t("namespace", { namespace }),
        t("members", { count: counts.members }),
      ]}
      name={slug}
      confirmLabel={t("confirm")}
      keepLabel={t("keep")}
      onConfirm={remove}
      pending={pending}
      error={refusal?.message}
    />
  );
}
