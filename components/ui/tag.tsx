import type { ReactNode } from "react";
import { cx } from "../cx.ts";

const tones = {
  plain: "border-line-2 text-ink-2",
  ok: "border-transparent bg-ok-wash text-ok",
  warn: "border-transparent bg-warn-wash text-warn",
  bad: "border-transparent bg-bad-wash text-bad",
  live: "border-transparent bg-accent-wash text-accent",
};

/** A short machine word: a scope, a label, a version. */
export function Tag({ tone = "plain", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 in-[.t]:h-4.25 items-center gap-1 rounded-1 border px-1.5 align-middle font-mono text-2xs whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
