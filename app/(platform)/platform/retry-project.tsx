"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { retryAnyProjectAction } from "./actions.ts";

/** Has a tenant's project tried again at once. */
export function RetryProject({ projectId, name }: { projectId: string; name: string }) {
  const t = useTranslations("platform.retry");
  const { run, pending } = useAction();
  const retry = async () => {
    const result = await run((key) => retryAnyProjectAction({ projectId }, key));
    if (result?.ok) say({ text: t("done", { name }) });
    else if (result) say({ kind: "failed", text: result.message, detail: result.requestId });
  };
  return (
    <Button size="s" pending={pending} onClick={retry} aria-label={t("name", { name })}>
      {t("button")}
    </Button>
  );
}
