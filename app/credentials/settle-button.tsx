"use client";

import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { actionsAt } from "./place.ts";

/** Asks the cluster what became of a change, and ends it by that. */
export function SettleButton({ place, changeId, name }: { place: Place; changeId: string; name: string }) {
  const t = useTranslations("credentials.settle");
  return (
    <DoButton
      size="s"
      icon="redo"
      action={(input: { changeId: string }, key) => actionsAt(place).settle(input, key)}
      input={{ changeId }}
      done={({ happened }) => t(happened ? "made" : "notMade", { name })}
    >
      {t("button")}
    </DoButton>
  );
}
