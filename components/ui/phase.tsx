import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { State, type StateKind } from "./state.tsx";

/** One stage of something that is under way. `detail` is the time it took or takes. */
export type PhaseStage = { label: string; state: StateKind; detail?: ReactNode };

const edges: Partial<Record<StateKind, string>> = {
  done: "border-ok-mark",
  running: "border-accent-mark",
  starting: "border-accent-mark",
  failed: "border-bad-mark",
  warn: "border-warn-mark",
  ended: "border-idle-mark",
};

/** The stages of one thing in a row, the one under way wider. Below each other on a narrow page. */
export function Phase({ label, stages }: { label: string; stages: PhaseStage[] }) {
  return (
    <ol aria-label={label} className="mb-6 flex gap-0.5 max-md:flex-col max-md:gap-1">
      {stages.map((stage) => {
        const live = stage.state === "running";
        return (
          <li
            key={stage.label}
            className={cx(
              "grid min-w-26 content-start gap-0.5 border-t-2 pt-2 pr-2 max-md:grid-cols-[1fr_auto] max-md:border-0 max-md:p-0",
              live ? "flex-[4]" : "flex-1",
              edges[stage.state] ?? "border-c-track text-ink-3",
            )}
          >
            <State kind={stage.state}>{stage.label}</State>
            <span className="num pl-5.75 text-ink-2">{stage.detail}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** The stages of a test, equal and joined: DNS, TLS, and so on. `detail` says the time, or why it failed. */
export function Stages({ label, stages }: { label: string; stages: PhaseStage[] }) {
  return (
    <ol aria-label={label} className="flex max-md:flex-col max-md:gap-2">
      {stages.map((stage) => (
        <li
          key={stage.label}
          className={cx(
            "grid flex-1 content-start gap-0.5 border-t-2 pt-2 pr-2 text-xs max-md:grid-cols-[6rem_1fr] max-md:border-t-0 max-md:border-l-2 max-md:py-0 max-md:pl-3",
            edges[stage.state] ?? "border-c-track",
          )}
        >
          <State kind={stage.state} className="text-sm font-mid">
            {stage.label}
          </State>
          <span
            className={cx(
              "num pl-5.75 leading-5 wrap-anywhere",
              stage.state === "failed" ? "text-bad" : "text-ink-3",
            )}
          >
            {stage.detail}
          </span>
        </li>
      ))}
    </ol>
  );
}
