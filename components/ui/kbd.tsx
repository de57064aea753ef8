import type { ReactNode } from "react";

/** One key or chord, such as `Ctrl K`. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-4.5 rounded-1 border border-line-2 px-1 text-center font-sans text-2xs text-ink-3">
      {children}
    </kbd>
  );
}
