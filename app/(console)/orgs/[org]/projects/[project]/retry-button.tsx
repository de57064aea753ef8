"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { retryProjectAction } from "./actions.ts";

/** Has what was refused tried again at once. */
export function RetryButton({
  place,
  allowed,
}: {
  place: { org: string; project: string };
  allowed: boolean;
}) {
  const t = useTranslations("project.retry");
  const { run, pending, refusal } = useAction();
  const retry = async () => {
    const result = await run((key) => retryProjectAction(place, {}, key));
    if (result?.ok) say({ text: t("done") });
  };
  return (
    <span className="grid gap-1">
      <Button
        size="s"
        icon="redo"
        pending={pending}
        onClick={retry}
        reason={!allowed && t("off")}
        reasonAt="below"
      >
        {t("button")}
      </Button>
      {refusal && (
        <span role="alert" className="text-xs text-bad">
          {refusal.message}
        </span>
      )}
    </span>
  );
}
