import type { ReactNode } from "react";
import { words as english, type Words } from "../words.ts";
import { Bar, type BarTone } from "./bar.tsx";
import { formatNumber } from "./format.ts";
import { meterLevel } from "./meter-level.ts";
import { State, type StateKind } from "./state.tsx";

const looks = {
  free: { tone: "ink", state: null },
  near: { tone: "warn", state: "warn" },
  full: { tone: "bad", state: "failed" },
} satisfies Record<string, { tone: BarTone; state: StateKind | null }>;

/**
 * How much of a limit is used: number, limit and what happens next in words, and the same as columns. Amber from
 * 80 %, red at 100 %. `used` and `limit` are plain numbers; `shown` writes them where the unit is not a count, such
 * as `{ used: "$59.22", limit: "$150.00" }`. `note` says when it resets; `action` is a link.
 */
export function Meter({
  label,
  used,
  limit,
  unit,
  shown,
  note,
  action,
  words = english,
}: {
  label: string;
  used: number;
  /** Null where there is none; then no columns are drawn. */
  limit: number | null;
  unit?: string;
  shown?: { used: string; limit: string };
  note?: string;
  action?: ReactNode;
  words?: Pick<Words, "over80" | "usedUp" | "of">;
}) {
  const { percent, level } = meterLevel(used, limit);
  const { tone, state } = looks[level];
  const usedText = shown?.used ?? formatNumber(used, 1);
  const limitText =
    limit === null ? null : `${shown?.limit ?? formatNumber(limit, 1)}${unit ? ` ${unit}` : ""}`;
  const sentence = [
    limitText ? `${usedText} ${words.of} ${limitText}` : `${usedText}${unit ? ` ${unit}` : ""}`,
    level === "near" && words.over80,
    level === "full" && words.usedUp,
    note,
  ]
    .filter((part) => typeof part === "string")
    .map((part, at) => (at === 0 ? part : part.charAt(0).toLowerCase() + part.slice(1)))
    .join(", ");
  return (
    <div className="grid content-start gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <strong>{label}</strong>
        <span className="num text-right">
          {usedText} {limitText ? <span className="text-ink-3">{`${words.of} ${limitText}`}</span> : unit}
        </span>
      </div>
      {limit !== null && (
        // biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn as columns in every browser
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          aria-valuetext={sentence}
        >
          <Bar percent={percent} tone={tone} line />
        </div>
      )}
      {(state || note || action) && (
        <div className="flex flex-wrap justify-between gap-x-2 text-xs leading-4.5 text-ink-3">
          {state && (
            <State kind={state} className="text-ink-2">
              {level === "full" ? words.usedUp : words.over80}
            </State>
          )}
          {state && action && <span className="ml-auto">{action}</span>}
          {note && <span className={state ? "basis-full" : undefined}>{note}</span>}
          {!state && action && <span className="ml-auto">{action}</span>}
        </div>
      )}
    </div>
  );
}
