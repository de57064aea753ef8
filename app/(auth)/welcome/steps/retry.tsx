"use client";

import { useTranslations } from "next-intl";
import { retryProjectAction } from "#app/(console)/orgs/[org]/projects/[project]/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Refused } from "./refused.tsx";

/** Has what was refused tried again at once. */
export function Retry({ place }: { place: { org: string; project: string } }) {
  const t = useTranslations("welcome.provision");
  const { run, pending, refusal } = useAction();
  return (
    <>
      <Button
        size="s"
        variant="solid"
        icon="redo"
        pending={pending}
        onClick={() => run((key) => retryProjectAction(place, {}, key))}
      >
        {t("retry")}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}
