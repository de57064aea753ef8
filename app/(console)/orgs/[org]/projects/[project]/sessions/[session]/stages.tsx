import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { sessionPhaseKind } from "#app/states.ts";
import { formatDuration, formatElapsed } from "#components/ui/format.ts";
import { Phase, type PhaseStage } from "#components/ui/phase.tsx";
import { Elapsed } from "#components/ui/time.tsx";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";

/** When a condition became true; null while it is not. */
function since(session: SessionDetail, type: string): Date | null {
  const condition = session.conditions.find((row) => row.type === type && row.status === "True");
  return condition?.lastTransitionTime ? new Date(condition.lastTransitionTime) : null;
}

/** A stage's time: exact when it is over, counting while it goes on. */
function Took({ from, to }: { from: Date; to: Date | null }) {
  return to ? <span>{formatDuration(+to - +from)}</span> : <Elapsed since={from} />;
}

/** Queued, starting, running, result: each with the time it took or takes. */
export function Stages({ session }: { session: SessionDetail }) {
  const t = useTranslations("sessions.detail");
  const p = useTranslations("common.sessionPhase");
  const { phase, createdAt, completionTime, ended } = session;
  const started = since(session, "Started") ?? session.startTime;
  const admitted = since(session, "Admitted") ?? started;
  const finished = since(session, "Finished") ?? completionTime;
  const over = sessionPhaseKind(phase);
  const never: ReactNode = ended && t("never");

  const queued: PhaseStage = {
    label: t("stage.queued"),
    state: admitted ? "done" : ended ? over : "queued",
    detail: <Took from={createdAt} to={admitted ?? finished} />,
  };
  const starting: PhaseStage = {
    label: t("stage.starting"),
    state: started ? "done" : !admitted ? "queued" : ended ? over : "starting",
    detail: admitted ? <Took from={admitted} to={started ?? finished} /> : never,
  };
  const running: PhaseStage = {
    label: t("stage.running"),
    state: !started ? "queued" : ended ? "done" : "running",
    detail: started ? (
      <>
        <Took from={started} to={ended ? finished : null} />{" "}
        {!ended && (
          <span className="text-ink-3">
            {t("ofLimit", { limit: formatElapsed(session.timeoutSeconds * 1000) })}
          </span>
        )}
      </>
    ) : (
      never
    ),
  };
  const result: PhaseStage = ended
    ? { label: p(phase), state: over }
    : { label: t("stage.result"), state: "queued" };
  return <Phase label={t("stages")} stages={[queued, starting, running, result]} />;
}
