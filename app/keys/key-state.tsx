import { useTranslations } from "next-intl";
import { State, type StateKind } from "#components/ui/state.tsx";
import type { ShownState } from "#lib/domain/keys/list.ts";

/** The mark of each state of a key. */
export const keyMarks: Record<ShownState, StateKind> = {
  active: "done",
  rotating: "waiting",
  ending: "warn",
  disabled: "off",
  expired: "ended",
  revoked: "ended",
};

/** The state of a key, mark and word. */
export function KeyStateMark({ state }: { state: ShownState }) {
  const t = useTranslations("keys.state");
  return <State kind={keyMarks[state]}>{t(state)}</State>;
}
