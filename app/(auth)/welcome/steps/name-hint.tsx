"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { State } from "#components/ui/state.tsx";
import type { NameAnswer } from "./use-free-name.ts";

/** What is known of a name while one types; `rest` is what the field always says. */
export function NameHint({ answer, name, rest }: { answer: NameAnswer; name: string; rest: ReactNode }) {
  const t = useTranslations("welcome.name");
  return (
    <>
      <span role="status" className="block">
        {answer.state === "asking" && (
          <State kind="starting" small wrap>
            {t("asking", { name })}
          </State>
        )}
        {answer.state === "free" && (
          <State kind="done" small wrap>
            {t("free", { name })}
          </State>
        )}
        {answer.state === "unknown" && (
          <State kind="warn" small wrap>
            {t("unknown")}
          </State>
        )}
      </span>
      {rest}
    </>
  );
}
