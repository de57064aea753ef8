import type { ReactNode } from "react";
import { cx } from "../cx.ts";

/** Nothing yet: what it would be, and the one next step. `underTabs` are a line above it already. */
export function Empty({
  title,
  children,
  action,
  underTabs,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  underTabs?: boolean;
}) {
  return (
    <div
      className={cx(
        "grid justify-items-start gap-1 border-b border-b-line",
        underTabs ? "pt-2 pb-6" : "border-t border-t-line-2 py-6",
      )}
    >
      <strong>{title}</strong>
      {children && <div className="max-w-136 text-pretty text-ink-2">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
