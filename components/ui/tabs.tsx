"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { StateGlyph, type StateKind } from "./state.tsx";

/** The look of one tab, shared with `TabLinks`. */
export const tabLook =
  "tab -mb-px flex h-9 focus-visible:-outline-offset-2 items-center gap-1.75 border-b-2 border-transparent whitespace-nowrap text-ink-2 hover:text-ink aria-[current]:border-ink aria-[current]:font-mid aria-[current]:text-ink data-[state=active]:border-ink data-[state=active]:font-mid data-[state=active]:text-ink";

export type Tab = { value: string; label: string; count?: number | string; state?: StateKind };

/** What stands inside one tab. */
export function TabFace({ label, count, state }: Omit<Tab, "value">) {
  return (
    <>
      {state && <StateGlyph kind={state} />}
      {label}
      {count !== undefined && <span className="num text-xs font-body text-ink-3">{count}</span>}
    </>
  );
}

/** Parts of one thing, one shown at a time, without a change of address. Holds a `TabList` and `TabPanel`s. */
export function Tabs({
  initial,
  value,
  onValue,
  children,
  className,
}: {
  initial?: string;
  value?: string;
  onValue?: (value: string) => void;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Radix.Root defaultValue={initial} value={value} onValueChange={onValue} className={className}>
      {children}
    </Radix.Root>
  );
}

/** The strip of tabs. `inHead` fits it into a panel's head, without its own line. */
export function TabList({ label, tabs, inHead }: { label: string; tabs: Tab[]; inHead?: boolean }) {
  return (
    <Radix.List
      aria-label={label}
      className={cx(
        "flex overflow-x-auto [scrollbar-width:none]",
        inHead ? "-my-1.75 gap-5 self-stretch max-md:gap-3.5" : "gap-5 border-b border-line-2",
      )}
    >
      {tabs.map(({ value, ...face }) => (
        <Radix.Trigger key={value} value={value} className={cx(tabLook, inHead && "mb-0! h-10!")}>
          <TabFace {...face} />
        </Radix.Trigger>
      ))}
    </Radix.List>
  );
}

/** What one tab shows. `keep` leaves it in the page while hidden, for a log that goes on. */
export function TabPanel({
  value,
  keep,
  children,
  className,
}: {
  value: string;
  keep?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Radix.Content
      value={value}
      forceMount={keep || undefined}
      className={cx("data-[state=inactive]:hidden", className)}
    >
      {children}
    </Radix.Content>
  );
}
