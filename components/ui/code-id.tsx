import { cx } from "../cx.ts";
import { Copy } from "./copy.tsx";

/** An id or an object's name in mono, with a copy button. `copyLabel` names the button; without it the id
 *  stands alone. `short` is shown instead of the whole text, which is still what is copied. */
export function CodeId({
  children,
  copyLabel,
  short,
  className,
}: {
  children: string;
  copyLabel?: string;
  short?: string;
  className?: string;
}) {
  return (
    <span
      className={cx("inline-flex max-w-full items-center gap-1.25 font-mono text-xs text-ink-2", className)}
      title={short && children}
    >
      <span className="min-w-0 wrap-anywhere">{short ?? children}</span>
      {copyLabel && <Copy text={children} label={copyLabel} />}
    </span>
  );
}
