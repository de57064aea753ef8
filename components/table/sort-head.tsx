import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon.tsx";
import { HeadCell } from "./table.tsx";

/** A head that sorts: a link, because the order lives in the address. `href` is where a press leads, `sorted` how
 *  the rows stand now. */
export function SortHead({
  children,
  href,
  sorted = "none",
  num,
  className,
}: {
  children: ReactNode;
  href: string;
  sorted?: "ascending" | "descending" | "none";
  num?: boolean;
  className?: string;
}) {
  return (
    <HeadCell num={num} sort={sorted} className={className}>
      <Link
        href={href}
        scroll={false}
        className={`quiet-link inline-flex items-center gap-0.5 ${sorted === "none" ? "" : "text-ink"}`}
      >
        {children}
        {sorted !== "none" && <Icon name={sorted === "descending" ? "caret" : "caret-up"} size={12} />}
      </Link>
    </HeadCell>
  );
}
