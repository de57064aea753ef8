"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { deleteOrganizationAction } from "./actions.ts";

/** Asks for the organization's short name, says what goes and when, and leads to the page where it can be kept. */
export function DeleteOrganization({
  org,
  name,
  days,
  projects,
  members,
}: {
  org: string;
  name: string;
  /** Until its namespaces go. */
  days: number;
  projects: number;
  members: number;
}) {
  const t = useTranslations("orgSettings.delete");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, forget } = useAction({ leaves: true });
  const remove = async () => {
    const done = await run((key) => deleteOrganizationAction({ org }, { name: org }, key));
    if (done?.ok) router.push(paths.suspended({ org }));
  };
  return (
    <DangerDialog
      open={open}
      onOpenChange={(shown) => {
        setOpen(shown);
        forget();
      }}
      trigger={<Button variant="danger">{t("open")}</Button>}
      title={t("dialog", { name })}
      description={t("lead", { days })}
      goes={[t("projects", { count: projects }), t("members", { count: members }), t("name", { name: org })]}
      name={org}
      confirmLabel={t("confirm")}
      keepLabel={t("keep")}
      onConfirm={remove}
      pending={pending}
      error={refusal?.message}
    />
  );
}
