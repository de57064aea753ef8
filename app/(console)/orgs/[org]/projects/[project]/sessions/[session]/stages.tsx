import { useTranslations } from "next-intl";
import { sessionPhaseKind } from "#app/states.ts";
import { formatElapsed } from "#components/ui/format.ts";
import { Phase, type PhaseStage } from "#components/ui/phase.tsx";
import { Elapsed } from "#components/ui/time.tsx";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";

/** When a session was let in, from its condition; null while it waits. */
function admittedAt(session: SessionDetail): Date | null {
  const condition = session.conditions.find((row) => row.type === "Admitted" && row.status === "True");
  return condition?.lastTransitionTime ? new Date(condition.lastTransitionTime) : null;
}

/** Queued, starting, running, result: each with the time it took or takes. */
export function Stages({ session }: { session: SessionDetail }) {
  const t = useTranslations("sessions.detail");
  const p = useTranslations("common.sessionPhase");
  const { phase, createdAt, startTime, completionTime, ended } = session;
  const admitted = admittedAt(session) ?? startTime;
  const over = sessionPhaseKind(phase);

  const queued: PhaseStage = {
    label: t("stage.queued"),
    state: admitted ? "done" : ended ? over : "queued",
    detail: <Elapsed since={createdAt} until={admitted ?? completionTime} />,
  };
  const starting: PhaseStage = {
    label: t("stage.starting"),
    state: startTime ? "done" : !admitted ? "queued" : ended ? over : "starting",
    detail: admitted ? <Elapsed since={admitted} until={startTime ?? completionTime} /> : ended && t("never"),
  };
  const running: PhaseStage = {
    label: t("stage.running"),
    state: !startTime ? "queued" : !ended ? "running" : "done",
    detail: startTime ? (
      <>
        <Elapsed since={startTime} until={completionTime} />{" "}
        {!ended && (
          <span className="text-ink-3">
            {t("ofLimit", { limit: formatElapsed(session.timeoutSeconds * 1000) })}
          </span>
        )}
      </>
    ) : (
      ended && t("never")
    ),
  };
  const result: PhaseStage = ended
    ? { label: p(phase), state: over }
    : { label: t("stage.result"), state: "queued" };
  return <Phase label={t("stages")} stages={[queued, starting, running, result]} />;
}
