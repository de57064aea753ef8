import type { ReactNode } from "react";
import { cx } from "../cx.ts";

/** Names and values in two columns. `num` ends the values on one line; `small` is for meta. Pairs without a value
 *  (null, undefined, false) are left out. */
export function Kv({
  items,
  num,
  small,
  className,
}: {
  items: [name: ReactNode, value: ReactNode][];
  num?: boolean;
  small?: boolean;
  className?: string;
}) {
  return (
    <dl
      className={cx(
        "grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.75",
        small && "text-xs",
        className,
      )}
    >
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== false)
        .map(([name, value], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pairs of one thing keep their order
          <div key={at} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className={cx("min-w-0 wrap-anywhere", num && "num text-right")}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Short statements with a word or two in front: what happens, and why one can trust it. */
export function Facts({ items }: { items: { title: string; text: ReactNode }[] }) {
  return (
    <ul className="border-t border-line-2">
      {items.map((item) => (
        <li key={item.title} className="border-b border-line py-2.5">
          <strong className="block">{item.title}</strong>
          <span className="text-ink-2">{item.text}</span>
        </li>
      ))}
    </ul>
  );
}

/** Lines between hairlines, for short lists of people or places. */
export function List({ children }: { children: ReactNode }) {
  return (
    <ul className="border-t border-line-2 [&>li]:border-b [&>li]:border-line [&>li]:py-2">{children}</ul>
  );
}
