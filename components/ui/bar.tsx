import type { CSSProperties } from "react";
import { cx } from "../cx.ts";

const tones = {
  ink: "",
  warn: "[--on:var(--color-warn-mark)]",
  bad: "[--on:var(--color-bad-mark)]",
  live: "[--on:var(--color-accent-mark)]",
};
export type BarTone = keyof typeof tones;

/** A share of 0 to 100 drawn as columns, without words: those stand beside it. `line` marks 80 %. */
export function Bar({
  percent,
  tone = "ink",
  line,
  className,
}: {
  percent: number;
  tone?: BarTone;
  line?: boolean;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        "relative block h-2.5",
        line && "after:absolute after:-inset-y-0.75 after:left-[80%] after:w-px after:bg-ink-3",
        className,
      )}
    >
      <span className={cx("columns", tones[tone])} style={{ "--part": percent } as CSSProperties} />
    </span>
  );
}

/** One column a thing: `count` of `of`. `label` says it in words. */
export function Ticks({ count, of, label }: { count: number; of: number; label: string }) {
  return (
    <span
      role="img"
      aria-label={label}
      className="columns columns-each h-3.5!"
      style={{ "--count": count, "--of": of } as CSSProperties}
    />
  );
}
