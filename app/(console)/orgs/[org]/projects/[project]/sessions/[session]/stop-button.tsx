"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { stopSessionAction } from "../actions.ts";

/** Asks the session to stop. Once asked, the button says that it is on its way. */
export function StopButton({
  place,
  sessionId,
  asked,
  reason,
}: {
  place: { org: string; project: string };
  sessionId: string;
  asked: boolean;
  reason: string | null;
}) {
  const t = useTranslations("sessions.stop");
  const { run, pending, refusal } = useAction();
  return (
    <>
      <Button
        variant="danger"
        icon="halt"
        pending={pending}
        reason={asked ? t("asked") : reason}
        reasonAt="before"
        onClick={() => run((key) => stopSessionAction(place, { sessionId }, key))}
      >
        {t("button")}
      </Button>
      {refusal && (
        <p role="alert" className="w-full text-xs text-bad">
          {refusal.message}
        </p>
      )}
    </>
  );
}
