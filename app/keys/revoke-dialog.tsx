"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { formatNumber, formatRelative } from "#components/ui/format.ts";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** What a key did lately: what one wants to know before it ends. `today` is null where it is not counted. */
export type LastUse = { lastUsedAt: Date | null; lastUsedFrom: string | null; today: number | null };

/** Ends a key when its name is typed; first it says when it was used last, and how often today. */
export function RevokeDialog({
  apiKey: { name, prefix },
  use: { lastUsedAt, lastUsedFrom, today },
  revoke,
  open,
  onClose,
}: {
  apiKey: { name: string; prefix: string };
  use: LastUse;
  revoke: (key: string) => Promise<ActionResult<unknown>>;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("keys.revoke");
  const { run, pending, refusal, forget } = useAction();
  const close = () => {
    forget();
    onClose();
  };
  const go = async () => {
    const result = await run(revoke);
    if (!result?.ok) return;
    close();
    say({ text: t("done", { name }) });
  };
  const when = lastUsedAt && formatRelative(lastUsedAt, Date.now());
  return (
    <DangerDialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={t("title", { name })}
      description={t("lead", { prefix })}
      goes={[
        when === null
          ? t("unused")
          : lastUsedFrom
            ? t("usedFrom", { when, address: lastUsedFrom })
            : t("used", { when }),
        ...(today === null ? [] : [t("today", { count: today, shown: formatNumber(today) })]),
      ]}
      name={name}
      confirmLabel={t("confirm")}
      onConfirm={go}
      pending={pending}
      error={refusal?.message}
    />
  );
}
