import type { ReactNode } from "react";
import { EmptyPage, Pager } from "./pager.tsx";

/**
 * A list that is read by key: the rows as `children` with the pager below them, `empty` where there are none at all, and the
 * way back from a page on which nothing is left. `link` is the list's own address at a place in it.
 */
export function Paged({
  page: { rows, newer, older },
  at: { before, after },
  link,
  summary,
  empty,
  children,
}: {
  page: { rows: readonly unknown[]; newer: string | null; older: string | null };
  at: { before: string | null; after: string | null };
  link: (at: { before?: string; after?: string }) => string;
  summary?: ReactNode;
  empty: ReactNode;
  children: ReactNode;
}) {
  if (rows.length === 0) return before || after ? <EmptyPage href={link({})} /> : empty;
  return (
    <>
      {children}
      <Pager
        summary={summary}
        newer={newer && link({ after: newer })}
        older={older && link({ before: older })}
      />
    </>
  );
}
