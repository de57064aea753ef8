"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Popover } from "radix-ui";
import { useState } from "react";
import { useWords } from "../words-provider.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** One place to switch to. */
export type SwitcherItem = {
  label: string;
  detail?: string;
  href: string;
  current?: boolean;
  icon?: IconName;
};
export type SwitcherGroup = { title?: string; items: SwitcherItem[] };

/**
 * Where one is, and a list to go elsewhere, narrowed by typing. `label` is the button's name, such as "Shop
 * atlas, change". `always` are items that typing does not take away, such as "New shop".
 */
export function Switcher({
  title,
  detail,
  label,
  groups,
  always = [],
}: {
  title: string;
  detail?: string;
  label: string;
  groups: SwitcherGroup[];
  always?: SwitcherItem[];
}) {
  const words = useWords();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const go = (item: SwitcherItem) => {
    setOpen(false);
    router.push(item.href);
  };
  const line = (item: SwitcherItem, forced: boolean) => (
    <Command.Item
      key={item.href}
      value={item.href}
      keywords={[item.label, item.detail ?? ""]}
      forceMount={forced}
      onSelect={() => go(item)}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-1 px-2 py-1 data-[selected=true]:bg-hover max-md:min-h-10"
    >
      {item.icon && <Icon name={item.icon} className="text-ink-3" />}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.detail && <span className="text-xs whitespace-nowrap text-ink-3">{item.detail}</span>}
      {item.current && <Icon name="tick" />}
    </Command.Item>
  );
  const heading =
    "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3";
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          className="flex w-full items-center gap-2 rounded-2 border border-line-2 p-2 text-left hover:bg-hover"
        >
          <span className="min-w-0 flex-1">
            <span className="block truncate leading-4.5 font-mid">{title}</span>
            {detail && <span className="block truncate text-xs text-ink-3">{detail}</span>}
          </span>
          <Icon name="pick" className="text-ink-3" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="floats z-50 w-72 max-w-[calc(100vw-1rem)] animate-open overflow-clip rounded-2 bg-raised shadow-float"
        >
          <Command label={words.searchList} loop filter={contains}>
            <div className="flex h-9 items-center gap-2 border-b border-line px-3">
              <Icon name="search" className="text-ink-3" />
              <Command.Input
                placeholder={words.searchList}
                className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3 max-md:text-[1rem]"
              />
            </div>
            <Command.List className="max-h-72 overflow-y-auto p-1">
              {groups.map((group, at) => (
                <Command.Group key={group.title ?? at} heading={group.title} className={heading}>
                  {group.items.map((item) => line(item, false))}
                </Command.Group>
              ))}
              {always.length > 0 && (
                <Command.Group forceMount className="mt-1 border-t border-line pt-1">
                  {always.map((item) => line(item, true))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function contains(_value: string, query: string, keywords: string[] = []): number {
  return keywords.join(" ").toLowerCase().includes(query.trim().toLowerCase()) ? 1 : 0;
}
