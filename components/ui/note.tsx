import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { StateGlyph, type StateKind } from "./state.tsx";

const grounds: Partial<Record<StateKind, string>> = {
  warn: "border-transparent bg-warn-wash",
  failed: "border-transparent bg-bad-wash",
};

/** One line where the thing is. Red only when somebody must act. `said` takes the machine's own words; `after`
 *  a time; `actions` at most two buttons. `announce` reads it out when it appears. */
export function Note({
  kind,
  children,
  said,
  after,
  actions,
  announce,
  className,
}: {
  kind: StateKind;
  children: ReactNode;
  said?: ReactNode;
  after?: ReactNode;
  actions?: ReactNode;
  announce?: boolean;
  className?: string;
}) {
  return (
    <div
      role={announce ? (kind === "failed" ? "alert" : "status") : undefined}
      className={cx(
        "flex gap-3 rounded-3 border px-4 py-3 max-md:flex-wrap",
        grounds[kind] ?? "border-line bg-sunken",
        className,
      )}
    >
      <StateGlyph kind={kind} className="mt-0.5" />
      <div className="grid min-w-0 flex-1 gap-2.5 max-md:basis-[calc(100%-2rem)]">
        <div className="text-pretty">{children}</div>
        {said}
      </div>
      {after && <span className="num text-xs leading-5 whitespace-nowrap text-ink-3">{after}</span>}
      {actions && <div className="-my-0.75 flex flex-none items-start gap-2 max-md:my-0">{actions}</div>}
    </div>
  );
}
