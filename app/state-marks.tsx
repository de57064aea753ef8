import { useTranslations } from "next-intl";
import { State } from "#components/ui/state.tsx";
import { objectStateKind, projectPhaseKind, sessionPhaseKind } from "./states.ts";

/** A session's phase, glyph and word. */
export function SessionState({ phase }: { phase: string }) {
  const t = useTranslations("common.sessionPhase");
  return <State kind={sessionPhaseKind(phase)}>{t.has(phase) ? t(phase) : phase}</State>;
}

/** A project's phase, glyph and word. */
export function ProjectState({ phase }: { phase: string }) {
  const t = useTranslations("common.projectPhase");
  return <State kind={projectPhaseKind(phase)}>{t.has(phase) ? t(phase) : phase}</State>;
}

/** How an object of a project's bundle stands, glyph and word. */
export function ObjectStateMark({ state }: { state: string }) {
  const t = useTranslations("common.objectState");
  return <State kind={objectStateKind(state)}>{t.has(state) ? t(state) : state}</State>;
}
