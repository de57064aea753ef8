"use client";

import { useTranslations } from "next-intl";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FirstCall } from "#lib/domain/keys/list.ts";

/** Waits for the first call with a new key, and says how it went. The page around it hears of it live. */
export function FirstCallLight({ call }: { call: FirstCall | null }) {
  const t = useTranslations("keys.shown");
  if (call === null)
    return (
      <p className="text-xs text-ink-2">
        <State kind="queued">{t("waiting")}</State>
      </p>
    );
  const outcome = call.model === null ? "called" : call.status === "failure" ? "callFailed" : "callWorked";
  return (
    <p className="text-xs">
      <State kind={outcome === "callFailed" ? "warn" : "done"} wrap>
        {t.rich(outcome, { model: call.model ?? "", when: () => <Time at={call.at} /> })}
      </State>
      {/* What is read out stands still: the time beside it counts. */}
      <span role="status" className="sr-only">
        {t("callHeard")}
      </span>
    </p>
  );
}
