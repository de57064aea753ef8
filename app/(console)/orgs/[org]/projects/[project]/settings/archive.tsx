"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { archiveProjectAction, restoreProjectAction } from "./actions.ts";

/** Puts the project away, or brings it back. */
export function Archive({
  place,
  name,
  archived,
}: {
  place: { org: string; project: string };
  name: string;
  archived: boolean;
}) {
  const t = useTranslations("settings.archive");
  const { run, pending } = useAction();
  const press = async () => {
    const done = await run((key) =>
      archived ? restoreProjectAction(place, {}, key) : archiveProjectAction(place, {}, key),
    );
    if (done?.ok) say({ text: t(archived ? "restored" : "archived", { name }) });
    else if (done) say({ kind: "failed", text: done.message, detail: done.requestId });
  };
  return (
    <Button pending={pending} onClick={press}>
      {t(archived ? "restore" : "archive")}
    </Button>
  );
}
