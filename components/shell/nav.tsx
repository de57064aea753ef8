"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../cx.ts";
import { StateGlyph, type StateKind } from "../ui/state.tsx";
import { currentHref } from "./nav-current.ts";

/** One place. `count` stands at the end, and `countLabel` says in its place of what; `state` puts a glyph before it, with `stateLabel` to say it. */
export type NavItem = {
  href: string;
  label: string;
  count?: number | string;
  countLabel?: string;
  state?: StateKind;
  stateLabel?: string;
  /** Another address that belongs to the place without standing below it. */
  also?: string;
};
export type NavGroup = { title?: string; items: NavItem[] };

/** The list of places in the side bar; marks the present one. */
export function Nav({ label, groups, onGo }: { label: string; groups: NavGroup[]; onGo?: () => void }) {
  const path = usePathname();
  const current = currentHref(
    groups.flatMap((group) => group.items.flatMap(({ href, also = href }) => [href, also])),
    path,
  );
  const isHere = ({ href, also }: NavItem) => current !== undefined && (href === current || also === current);
  return (
    <nav aria-label={label} className="flex-1 overflow-y-auto px-2 pb-4">
      {groups.map((group, at) => (
        <div key={group.title ?? at}>
          {group.title && (
            <h2 className="px-2 pt-4 pb-1 text-xs font-body tracking-normal text-ink-3">{group.title}</h2>
          )}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <Link
                  prefetch={false}
                  href={item.href}
                  onClick={onGo}
                  aria-current={isHere(item) ? "page" : undefined}
                  className={cx(
                    "relative flex h-7 items-center rounded-2 px-2 text-ink-2 hover:bg-hover hover:text-ink max-md:h-10",
                    isHere(item) &&
                      "picked bg-hover font-mid text-ink before:absolute before:inset-y-1.5 before:-left-2 before:w-0.5 before:bg-ink",
                  )}
                >
                  <span className="truncate">{item.label}</span>
                  {(item.count !== undefined || item.state) && (
                    <span className="num ml-auto inline-flex items-center gap-1.25 pl-2 text-xs font-body text-ink-3">
                      {item.state && <StateGlyph kind={item.state} size={12} />}
                      {item.stateLabel && <span className="sr-only">{item.stateLabel}</span>}
                      {item.countLabel && <span className="sr-only">{item.countLabel}</span>}
                      <span aria-hidden={item.countLabel ? true : undefined}>{item.count}</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
