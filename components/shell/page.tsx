import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { type Crumb, TopBar } from "./top-bar.tsx";

/** One page inside a `ConsoleShell`: the top bar with its crumbs, and the content. */
export function Page({
  crumbs,
  right,
  children,
}: {
  crumbs: Crumb[];
  right?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <TopBar crumbs={crumbs} right={right} />
      <main
        id="main"
        tabIndex={-1}
        className="max-w-page px-8 pt-6 pb-16 max-md:px-4 max-md:pt-5 max-md:pb-12"
      >
        {children}
      </main>
    </>
  );
}

/** The page's heading with at most two actions; `above` holds a state and an id, `lead` one sentence. */
export function PageHead({
  title,
  lead,
  above,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mb-6 flex flex-wrap items-start gap-x-6 gap-y-3 max-md:mb-5">
      <div className="min-w-0 flex-[1_1_22rem]">
        {above && <div className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">{above}</div>}
        <h1 tabIndex={-1} className="wrap-anywhere">
          {title}
        </h1>
        {lead && <div className="mt-1 max-w-[46rem] text-pretty text-ink-2">{lead}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2 max-md:w-full">{actions}</div>}
    </div>
  );
}

/** A part of a page: a heading, what to know beside it, and a link at the end of the line. */
export function Section({
  title,
  note,
  action,
  id,
  className,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section id={id} className={cx("mt-10 first:mt-0", className)}>
      <div className="mb-2 flex min-h-6.5 flex-wrap items-baseline gap-x-3">
        <h2>{title}</h2>
        {note && <span className="text-ink-3">{note}</span>}
        {action && <span className="ml-auto">{action}</span>}
      </div>
      {children}
    </section>
  );
}

/** The thing itself at the left, what is said about it at the right; below each other under 64 rem. `stick` keeps
 *  the right side in view. */
export function TwoColumns({
  children,
  aside,
  wide,
  stick,
  gap = "l",
}: {
  children: ReactNode;
  aside: ReactNode;
  wide?: boolean;
  stick?: boolean;
  gap?: "m" | "l";
}) {
  return (
    <div
      className={cx(
        "grid items-start max-lg:grid-cols-[minmax(0,1fr)]",
        gap === "l" ? "gap-10" : "gap-8",
        wide ? "grid-cols-[minmax(0,1fr)_24rem]" : "grid-cols-[minmax(0,1fr)_20rem]",
      )}
    >
      <div className="min-w-0">{children}</div>
      <aside className={cx("grid min-w-0 gap-9 [&>section]:mt-0", stick && "sticky top-18 max-lg:static")}>
        {aside}
      </aside>
    </div>
  );
}
