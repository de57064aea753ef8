// biome-ignore-all lint/a11y/noRedundantRoles: folding sets display, which drops the native roles
import type { ReactNode } from "react";
import { attributes, cx } from "../cx.ts";

/**
 * A table of hairlines. `caption` is read out and not shown. Rows answer to the pointer unless `plain`. Below 48 rem
 * rows fold into blocks (see `Cell`) unless `fold={false}`; roles are explicit because folding changes `display`.
 * `rows` is the height: dense 30 px, usual 36, tall 42 for two lines.
 */
export function Table({
  caption,
  plain,
  fold = true,
  rows = "usual",
  children,
  className,
}: {
  caption: string;
  plain?: boolean;
  fold?: boolean;
  rows?: "dense" | "usual" | "tall";
  children: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx("relative -mx-3 px-3", fold ? "md:overflow-x-auto" : "overflow-x-auto")}>
      <table
        role="table"
        className={cx(
          "t",
          !plain && "t-live",
          fold && "t-fold",
          rows === "dense" && "t-dense",
          rows === "tall" && "t-tall",
          className,
        )}
      >
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

/** The head row. Children are `HeadCell`s. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup">
      <tr role="row">{children}</tr>
    </thead>
  );
}

/** Children are `Row`s. */
export function TableBody({ children }: { children: ReactNode }) {
  return <tbody role="rowgroup">{children}</tbody>;
}

/** One row. */
export function Row({
  children,
  selected,
  className,
}: {
  children: ReactNode;
  selected?: boolean;
  className?: string;
}) {
  return (
    <tr role="row" {...attributes({ "data-selected": selected, className })}>
      {children}
    </tr>
  );
}

/** A column's head. `num` for numbers; the unit belongs here. `hidden` names a column without showing it. */
export function HeadCell({
  children,
  num,
  hidden,
  sort,
  className,
}: {
  children: ReactNode;
  num?: boolean;
  hidden?: boolean;
  sort?: "ascending" | "descending" | "none";
  className?: string;
}) {
  return (
    <th role="columnheader" scope="col" aria-sort={sort} className={cx(num && "num text-right!", className)}>
      {hidden ? <span className="sr-only">{children}</span> : children}
    </th>
  );
}

/**
 * One cell. `num` ends numbers on one line; `dim`, `mono`, `clip` and `nowrap` are looks; `act` holds buttons at the end.
 * When the table is folded: `first` takes a whole line, `hide` leaves, `label` is written before the value.
 */
export function Cell({
  children,
  num,
  dim,
  mono,
  clip,
  act,
  pick,
  nowrap,
  first,
  hide,
  label,
  span,
  className,
}: {
  children?: ReactNode;
  num?: boolean;
  dim?: boolean;
  mono?: boolean;
  clip?: boolean;
  act?: boolean;
  pick?: boolean;
  nowrap?: boolean;
  first?: boolean;
  hide?: boolean;
  label?: string;
  span?: number;
  className?: string;
}) {
  return (
    <td
      role="cell"
      {...attributes({
        colSpan: span,
        "data-first": first,
        "data-hide": hide,
        "data-act": act,
        "data-pick": pick,
        "data-label": label,
        className: cx(
          num && "num text-right whitespace-nowrap",
          dim && "text-ink-2",
          mono && "mono",
          clip && "max-w-36 truncate",
          act && "md:w-px text-right whitespace-nowrap",
          pick && "md:w-px",
          nowrap && "whitespace-nowrap",
          className,
        ),
      })}
    >
      {children}
    </td>
  );
}

/** The cell that a row is named by. */
export function RowHead({ children }: { children: ReactNode }) {
  return (
    <th role="rowheader" scope="row" className="t-row font-mid wrap-anywhere">
      {children}
    </th>
  );
}

/** The second, smaller line of a cell; with `inline` it follows the first when the table is folded. */
export function Sub({
  children,
  inline,
  className,
}: {
  children: ReactNode;
  inline?: boolean;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "block text-xs text-ink-3",
        inline && "max-md:inline max-md:before:ml-1 max-md:before:content-['·_']",
        className,
      )}
    >
      {children}
    </span>
  );
}
