import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { StateGlyph, type StateKind } from "./state.tsx";

/** One line of a pre-flight: what was asked, what the answer is, and for a no its fix. */
export type Check = {
  label: string;
  state: StateKind;
  text: ReactNode;
  detail?: ReactNode;
  /** Buttons that mend it. */
  fix?: ReactNode;
};

/** What is checked before a click, inside a flush `Panel`. A red line carries its fix. */
export function Checks({ checks }: { checks: Check[] }) {
  return (
    <ul>
      {checks.map((check, at) => {
        const bad = check.state === "failed";
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: several lines may have one label, and none moves by itself
            key={`${check.label} ${at}`}
            className={cx(
              "grid grid-cols-[1rem_6.25rem_minmax(0,1fr)] gap-x-2.25 border-line px-4 py-1.75 not-first:border-t max-md:grid-cols-[1rem_5.5rem_minmax(0,1fr)]",
              bad && "bg-bad-wash",
            )}
          >
            <StateGlyph kind={check.state} className="mt-0.5" />
            <span className={bad ? "font-mid text-bad" : "text-ink-3"}>{check.label}</span>
            <span className="min-w-0 wrap-anywhere">
              {check.text}
              {check.detail && <span className="block text-xs text-ink-3">{check.detail}</span>}
            </span>
            {check.fix && <span className="col-span-full mt-2 flex flex-wrap gap-2">{check.fix}</span>}
          </li>
        );
      })}
    </ul>
  );
}
