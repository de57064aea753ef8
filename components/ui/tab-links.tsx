import Link from "next/link";
import type { StateKind } from "./state.tsx";
import { TabFace, tabLook } from "./tabs.tsx";

export type TabLink = {
  href: string;
  label: string;
  count?: number | string;
  state?: StateKind;
  current?: boolean;
};

/** Tabs that are addresses: a filter by state, or the parts of a place. */
export function TabLinks({ label, tabs }: { label: string; tabs: TabLink[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto [scrollbar-width:none] max-md:-mx-4 max-md:px-4">
      <ul className="flex min-w-max gap-5 border-b border-line-2">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              prefetch={false}
              href={tab.href}
              scroll={false}
              aria-current={tab.current ? "true" : undefined}
              className={tabLook}
            >
              <TabFace label={tab.label} count={tab.count} state={tab.state} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
