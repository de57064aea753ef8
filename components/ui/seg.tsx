"use client";

import Link from "next/link";
import { cx } from "../cx.ts";

export type SegOption = { value: string; label: string; href?: string };

const frame = "inline-flex max-w-full overflow-clip rounded-2 border border-ctl-edge bg-canvas";
const piece =
  "flex h-[calc(var(--ctl)-2px)] items-center gap-1.5 px-2.75 whitespace-nowrap text-ink-2 not-first:border-l not-first:border-line-2 hover:bg-hover focus-visible:-outline-offset-2";
const on = "picked bg-hover font-mid text-ink! shadow-[inset_0_-2px_0_var(--color-ink)]";

/** Chooses one view of the same thing. With addresses in the options it is made of links (the choice lives in the
 *  address); without, give `onValue`. */
export function Seg({
  label,
  options,
  value,
  onValue,
}: {
  label: string;
  options: SegOption[];
  value: string;
  onValue?: (value: string) => void;
}) {
  return (
    <fieldset aria-label={label} className={frame}>
      {options.map((option) => {
        const chosen = option.value === value;
        const look = cx(piece, chosen && on);
        return option.href ? (
          <Link
            key={option.value}
            href={option.href}
            scroll={false}
            aria-current={chosen ? "true" : undefined}
            className={look}
          >
            {option.label}
          </Link>
        ) : (
          <button
            key={option.value}
            type="button"
            aria-pressed={chosen}
            className={look}
            onClick={() => onValue?.(option.value)}
          >
            {option.label}
          </button>
        );
      })}
    </fieldset>
  );
}
