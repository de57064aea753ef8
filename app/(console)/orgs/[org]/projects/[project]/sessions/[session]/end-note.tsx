import { useTranslations } from "next-intl";
import { sessionPhaseKind } from "#app/states.ts";
import { Note } from "#components/ui/note.tsx";
import { Said } from "#components/ui/said.tsx";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";

/** The sentence for why a session ended so; `other` for a reason nobody has written one for. */
function sentenceOf(reason: string, has: (key: string) => boolean): string {
  if (has(reason)) return reason;
  return /Image|Container/.test(reason) ? "image" : "other";
}

/** What a session that is not simply running waits for, or why it did not succeed, in one sentence with the next step. */
export function EndNote({ session }: { session: SessionDetail }) {
  const t = useTranslations("sessions");
  const { phase, message, resultReason, resultSummary } = session;
  const className = "mb-6";
  if (phase === "Succeeded" || phase === "Running") return null;
  if (!session.ended)
    return (
      <Note kind={sessionPhaseKind(phase)} className={className}>
        {message || t(`underway.${phase}`)}
      </Note>
    );
  if (phase === "Stopped")
    return (
      <Note kind="ended" className={className}>
        {session.startTime ? t("ended.stopped") : message || t("ended.stopped")}
      </Note>
    );
  const said = resultSummary || message;
  return (
    <Note
      kind="failed"
      className={className}
      said={said && <Said label={t(resultSummary ? "detail.said" : "detail.saidCluster")}>{said}</Said>}
    >
      {t(`ended.${sentenceOf(resultReason, (key) => key !== "" && t.has(`ended.${key}`))}`)}
    </Note>
  );
}
