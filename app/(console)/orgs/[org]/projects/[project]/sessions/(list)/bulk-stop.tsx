"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SelectionBar, useSelection } from "#components/table/selection.tsx";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { stopSessionAction } from "../actions.ts";

/** Stops the chosen sessions one by one, and reports which of them could not be stopped and why. */
export function BulkStop({
  place,
  stoppable,
  allowed,
}: {
  place: { org: string; project: string };
  stoppable: string[];
  allowed: boolean;
}) {
  const t = useTranslations("sessions.bulk");
  const c = useTranslations("states");
  const { chosen, clear } = useSelection();
  const [pending, setPending] = useState(false);
  const live = chosen.filter((id) => stoppable.includes(id));
  const reason = !allowed
    ? t("offViewer")
    : live.length === 0
      ? t("off", { count: chosen.length })
      : undefined;

  const stop = async () => {
    setPending(true);
    let stopped = 0;
    const refusals = new Set<string>();
    for (const sessionId of live) {
      try {
        const result = await stopSessionAction(place, { sessionId }, crypto.randomUUID());
        if (result.ok) stopped += 1;
        else refusals.add(result.message);
      } catch {
        refusals.add(c("unreachable"));
      }
    }
    setPending(false);
    if (stopped > 0) say({ text: t("stopping", { count: stopped }) });
    if (stopped < live.length) {
      const text = t("failed", { count: live.length - stopped });
      say({ kind: "failed", text, detail: [...refusals].join(" ") });
    }
    clear();
  };
  return (
    <SelectionBar detail={!reason && t("live", { live: live.length })}>
      <Button
        size="s"
        variant="danger"
        icon="halt"
        pending={pending}
        onClick={stop}
        reason={reason}
        reasonAt="before"
      >
        {t("stop", { count: live.length })}
      </Button>
    </SelectionBar>
  );
}
