import { cx } from "../cx.ts";
import { formatNumber } from "./format.ts";

const tones = {
  done: "bg-ink-3",
  live: "bg-accent-mark",
  bad: "bg-[repeating-linear-gradient(90deg,var(--color-bad-mark)_0_2px,transparent_2px_4px)]",
};

/** When one step began and how long it took, on a common scale of `total` (all in the same unit). Without words:
 *  the time stands in its own column. */
export function Gantt({
  start,
  length,
  total,
  tone = "done",
}: {
  start: number;
  length: number;
  total: number;
  tone?: keyof typeof tones;
}) {
  const share = (value: number) => `${Math.min(100, Math.max(0, (value / Math.max(total, 1)) * 100))}%`;
  return (
    <span
      aria-hidden="true"
      className="keeps-colour relative block h-3.5 min-w-40 border-r border-line bg-[linear-gradient(90deg,var(--color-line)_1px,transparent_1px)] bg-[length:20%_100%]"
    >
      <span
        className={cx("absolute inset-y-px min-w-0.5", tones[tone])}
        style={{ left: share(start), width: share(length) }}
      />
    </span>
  );
}

/** The scale above a column of `Gantt`s: six even marks, the last with the unit. `label` names the column. */
export function GanttScale({ label, total, unit }: { label: string; total: number; unit: string }) {
  return (
    <span className="num flex justify-between">
      <span className="sr-only">{label}</span>
      {[0, 1, 2, 3, 4, 5].map((mark) => (
        <span
          key={mark}
          aria-hidden="true"
          className={cx("w-0 whitespace-nowrap", mark === 5 && "flex justify-end")}
        >
          {formatNumber((total / 5) * mark, 1)}
          {mark === 5 && ` ${unit}`}
        </span>
      ))}
    </span>
  );
}

/** The next round number above a length, so that a scale of five parts reads well: 100, 250, 500, 1000 … */
export function ganttTotal(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(longest, 1)));
  return ([1, 2.5, 5, 10].find((step) => step * power >= longest) ?? 10) * power;
}
