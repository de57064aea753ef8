import type { ReactNode } from "react";

/** Nothing yet: what it would be, and the one next step. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-start gap-1 border-y border-t-line-2 border-b-line py-6">
      <strong>{title}</strong>
      {children && <div className="max-w-136 text-pretty text-ink-2">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
