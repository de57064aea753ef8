import { type ReactNode, useId } from "react";

/** A box around one thing that can be acted on: a log, a pre-flight, a test. `head` replaces the title line. */
export function Panel({
  title,
  right,
  head,
  label,
  footer,
  flush,
  children,
}: {
  title?: ReactNode;
  right?: ReactNode;
  head?: ReactNode;
  /** Names the panel where there is no title. */
  label?: string;
  footer?: ReactNode;
  /** Without padding, for lists and logs that have their own. */
  flush?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-label={title ? undefined : label}
      aria-labelledby={title ? id : undefined}
      className="min-w-0 rounded-3 border border-line-2 bg-canvas"
    >
      {(title || head) && (
        <header className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line px-4 py-1.5">
          {title && (
            <h2 id={id} className="text-sm">
              {title}
            </h2>
          )}
          {head}
          {right && <span className="num ml-auto flex items-center gap-2 text-xs text-ink-3">{right}</span>}
        </header>
      )}
      <div className={flush ? undefined : "p-4"}>{children}</div>
      {footer && <footer className="rounded-b-3 border-t border-line bg-sunken px-4 py-3">{footer}</footer>}
    </section>
  );
}
