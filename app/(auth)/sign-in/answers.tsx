"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { paths } from "#app/paths.ts";
import { State, type StateKind } from "#components/ui/state.tsx";

const kinds = { asking: "starting", answers: "done", silent: "failed" } satisfies Record<string, StateKind>;

/** Whether the portal and its database answer, asked once. */
export function Answers() {
  const t = useTranslations("signIn.door");
  const [state, setState] = useState<keyof typeof kinds>("asking");
  useEffect(() => {
    const over = new AbortController();
    fetch(paths.api.ready(), { signal: over.signal, cache: "no-store" })
      .then((answer) => setState(answer.ok ? "answers" : "silent"))
      .catch(() => !over.signal.aborted && setState("silent"));
    return () => over.abort();
  }, []);
  return (
    <State kind={kinds[state]} small>
      {t(state)}
    </State>
  );
}
