"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
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
  const { run, pending } = useAction();
  const settle = async () => {
    const result = await run((key) => settleCredentialAction(place, { changeId }, key));
    if (result?.ok) say({ text: t(result.value.happened ? "made" : "notMade", { name }) });
    else if (result) say({ kind: "failed", text: result.message, detail: result.requestId });
  };
  return (
    <Button size="s" icon="redo" pending={pending} onClick={settle}>
      {t("button")}
    </Button>
  );
}
