"use client";

import { useTranslations } from "next-intl";
import { useSessionLog } from "#app/session-log.ts";
import { LogView } from "#components/ui/log-view.tsx";

/** The session's log as it is written. */
export function WizardLog({ url, ended }: { url: string; ended: boolean }) {
  const t = useTranslations("welcome.session");
  const { lines, note, connection } = useSessionLog(url);
  const writing = !ended && connection !== "ended";
  return (
    <div className="mb-8">
      <LogView
        label={t("log")}
        lines={lines}
        writing={writing}
        footer={note && <span role="status">{note}</span>}
        className="h-80"
      />
    </div>
  );
}
