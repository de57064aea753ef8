"use client";

import { useSessionLog } from "#app/session-log.ts";
import { LogView } from "#components/ui/log-view.tsx";

/** The session's log as it is written. */
export function WizardLog({ label, url, ended }: { label: string; url: string; ended: boolean }) {
  const { lines, note, connection } = useSessionLog(url);
  const writing = !ended && connection !== "ended";
  return (
    <div className="mb-8">
      <LogView
        label={label}
        lines={lines}
        writing={writing}
        footer={note && <span role="status">{note}</span>}
        className="h-80"
      />
    </div>
  );
}
