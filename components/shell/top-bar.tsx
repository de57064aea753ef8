"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { Button } from "../ui/button.tsx";
import { useWords } from "../words-provider.tsx";
import { Mark } from "./brand.tsx";
import { LiveStatus } from "./live.tsx";
import { useShell } from "./shell-context.tsx";

/** One step of the way here; the last has no address. */
export type Crumb = { label: string; href?: string };

/** Where one is, whether the page is live, and on a narrow page the menu. */
export function TopBar({ crumbs, right }: { crumbs: Crumb[]; right?: ReactNode }) {
  const words = useWords();
  const { open, show } = useShell();
  return (
    <header className="sticky top-0 z-10 flex h-bar items-center gap-3 border-b border-line bg-canvas px-8 text-ink-3 max-md:px-4">
      <Mark className="size-4.5 text-ink md:hidden" />
      <nav aria-label={words.breadcrumb} className="min-w-0 flex-1">
        <ol className="flex min-w-0 gap-2 overflow-hidden">
          {crumbs.map((crumb, at) => (
            <li
              key={crumb.href ?? crumb.label}
              // Where one is keeps its name the longest; on a narrow page the place above is named beside it, and no other.
              className={cx(
                "flex min-w-0 gap-2 whitespace-nowrap",
                at < crumbs.length - 2 && "max-md:hidden",
                at < crumbs.length - 1 && "shrink-[9] max-md:max-w-[45%] max-md:shrink-0",
              )}
              aria-current={at === crumbs.length - 1 ? "page" : undefined}
            >
              {at > 0 && (
                <span
                  aria-hidden="true"
                  className={cx("text-ink-disabled", at === crumbs.length - 2 && "max-md:hidden")}
                >
                  /
                </span>
              )}
              {crumb.href && at < crumbs.length - 1 ? (
                <Link href={crumb.href} prefetch={false} className="quiet-link truncate rounded-1">
                  {crumb.label}
                </Link>
              ) : (
                <span className="truncate text-ink">{crumb.label}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {right}
      <span className="max-md:hidden">
        <LiveStatus />
      </span>
      <span className="md:hidden">
        <Button
          variant="bare"
          size="s"
          icon="menu"
          aria-haspopup="dialog"
          aria-expanded={open === "menu"}
          onClick={() => show("menu")}
        >
          {words.menu}
        </Button>
      </span>
    </header>
  );
}
