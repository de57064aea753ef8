"use client";

import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import { Fragment, type ReactNode, useRef } from "react";
import { cx } from "../cx.ts";
import { Icon, type IconName } from "./icon.tsx";

/** One line of a menu: it goes somewhere (`href`) or does something (`onSelect`). */
export type MenuItem = {
  label: string;
  icon?: IconName;
  href?: string;
  onSelect?: () => void;
  danger?: boolean;
  /** Why it is off; shown under the label. The item stays reachable and does nothing. */
  reason?: string | null | false;
  /** Marks one of several choices as the present one. */
  checked?: boolean;
};

const line =
  "flex min-h-8 items-center gap-2 rounded-1 px-2 py-1 outline-none data-highlighted:bg-hover max-md:min-h-10";

/**
 * A menu under `trigger` (one focusable element). `groups` are separated by lines. What an item does runs after
 * focus is back on the trigger, so that a dialog it opens can return there.
 */
export function Menu({
  trigger,
  groups,
  align = "end",
  heading,
}: {
  trigger: ReactNode;
  groups: MenuItem[][];
  align?: "start" | "end";
  heading?: ReactNode;
}) {
  const next = useRef<(() => void) | undefined>(undefined);
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={() => {
            const run = next.current;
            next.current = undefined;
            if (run) setTimeout(run);
          }}
          className="floats z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-80 min-w-44 animate-open overflow-y-auto rounded-2 bg-raised p-1 shadow-float"
        >
          {heading && <div className="px-2 pt-1 pb-1.5 text-xs text-ink-3">{heading}</div>}
          {groups.map((items, at) => (
            <Fragment key={items[0]?.label}>
              {at > 0 && <Radix.Separator className="my-1 h-px bg-line" />}
              {items.map((item) => (
                <Line key={item.label} item={item} later={(run) => (next.current = run)} />
              ))}
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Line({ item, later }: { item: MenuItem; later: (run: () => void) => void }) {
  const inside = (
    <>
      {item.icon && <Icon name={item.icon} className="text-current opacity-80" />}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.reason && <span className="block text-xs text-ink-2">{item.reason}</span>}
      </span>
      {item.checked && <Icon name="tick" />}
    </>
  );
  const tone = item.reason ? "text-ink-disabled" : item.danger ? "text-bad" : "text-ink";
  if (item.href && !item.reason) {
    return (
      <Radix.Item asChild className={cx(line, tone)}>
        <Link href={item.href}>{inside}</Link>
      </Radix.Item>
    );
  }
  const role = item.checked === undefined ? {} : { role: "menuitemradio", "aria-checked": item.checked };
  return (
    <Radix.Item
      {...role}
      aria-disabled={item.reason ? true : undefined}
      className={cx(line, tone)}
      onSelect={(event) => {
        if (item.reason) event.preventDefault();
        else if (item.onSelect) later(item.onSelect);
      }}
    >
      {inside}
    </Radix.Item>
  );
}
