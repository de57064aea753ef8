"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { State } from "#components/ui/state.tsx";
import type { NameAnswer } from "./use-free-name.ts";

/** The namespace that a project's name becomes, and whether it is free. */
export function NamespaceHint({
  answer,
  namespace,
  rest,
}: {
  answer: NameAnswer;
  namespace: string | null;
  rest: ReactNode;
}) {
  const t = useTranslations("welcome.name");
  const code = () => <code className="font-mono text-ink-2">{namespace}</code>;
  return (
    <>
      <span role="status" className="block">
        {namespace && answer.state === "asking" && (
          <State kind="starting" small wrap>
            {t.rich("namespaceAsking", { code })}
          </State>
        )}
        {namespace && answer.state === "free" && (
          <State kind="done" small wrap>
            {t.rich("namespace", { code })}
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
