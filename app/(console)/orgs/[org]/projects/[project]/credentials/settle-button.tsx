"use client";

import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { settleCredentialAction } from "./actions.ts";

/** Asks the cluster what became of a change, and ends it by that. */
export function SettleButton({
  place,
  changeId,
  name,
}: {
  place: { org: string; project: string };
  changeId: string;
  name: string;
}) {
  const t = useTranslations("credentials.settle");
  return (
    <DoButton
      size="s"
      icon="redo"
      action={(input: { changeId: string }, key) => settleCredentialAction(place, input, key)}
      input={{ changeId }}
      done={({ happened }) => t(happened ? "made" : "notMade", { name })}
    >
      {t("button")}
    </DoButton>
  );
}
