"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useFocusReturn } from "../ui/focus-return.ts";
import { Icon } from "../ui/icon.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { StateGlyph } from "../ui/state.tsx";
import { useWords } from "../words-provider.tsx";
import { matching, type PaletteGroup, type PaletteItem } from "./palette-match.ts";
import { useShell } from "./shell-context.tsx";

/** Looks for more; may be a server action. A failure shows as nothing found. */
export type PaletteSearch = (query: string) => Promise<PaletteGroup[]>;

const DELAY = 150;

/** Results of the search behind the last pause in typing; null while it runs. */
function useFound(query: string, search: PaletteSearch | undefined): PaletteGroup[] | null {
  const [found, setFound] = useState<{ query: string; groups: PaletteGroup[] }>({ query: "", groups: [] });
  const look = useEffectEvent((text: string) => search?.(text) ?? Promise.resolve([]));
  useEffect(() => {
    if (!query) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const groups = await look(query).catch(() => []);
      if (!stale) setFound({ query, groups });
    }, DELAY);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [query]);
  if (!query || !search) return [];
  return found.query === query ? found.groups : null;
}

/** Finds and goes: `Ctrl K` or `⌘ K` anywhere inside the shell. */
export function CommandPalette({ groups, search }: { groups: PaletteGroup[]; search?: PaletteSearch }) {
  const words = useWords();
  const router = useRouter();
  const { open, show } = useShell();
  const [query, setQuery] = useState("");
  const newTab = useRef(false);
  const focusReturn = useFocusReturn();
  const text = query.trim();
  const found = useFound(text, search);
  const shown = open === "palette";

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    setQuery("");
    show(shown ? null : "palette");
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  const go = (item: PaletteItem) => {
    if (newTab.current) window.open(item.href, "_blank", "noopener");
    else router.push(item.href);
    setQuery("");
    show(null);
  };
  const all = [...matching(groups, text), ...(found ?? [])];
  return (
    <Radix.Root
      open={shown}
      onOpenChange={(opened) => {
        setQuery("");
        show(opened ? "palette" : null);
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid animate-open place-items-start justify-center bg-scrim p-4 pt-[12vh] max-md:pt-4">
          <Radix.Content
            aria-describedby={undefined}
            {...focusReturn}
            className="floats w-[calc(100vw-2rem)] max-w-form overflow-clip rounded-3 bg-raised shadow-dialog outline-none"
          >
            <Radix.Title className="sr-only">{words.find}</Radix.Title>
            <Command
              shouldFilter={false}
              loop
              label={words.find}
              onKeyDown={(event) => {
                newTab.current = event.ctrlKey || event.metaKey;
              }}
            >
              <div className="flex h-11 items-center gap-2 border-b border-line px-4">
                <Icon name="search" className="text-ink-3" />
                <Command.Input
                  value={query}
                  onValueChange={setQuery}
                  placeholder={words.find}
                  className="min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-3"
                />
                {found === null && <StateGlyph kind="starting" />}
                <Kbd>Esc</Kbd>
              </div>
              <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto pb-1.5">
                <Command.Empty className="px-4 py-4 text-ink-2">
                  {found === null ? words.findWaiting : words.findNothing}
                </Command.Empty>
                {all.map((group) => (
                  <Command.Group
                    key={group.title}
                    heading={group.title}
                    className="[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3"
                  >
                    {group.items.map((item) => (
                      <Command.Item
                        key={item.id}
                        value={item.id}
                        onSelect={() => go(item)}
                        className="flex min-h-8 cursor-pointer items-center gap-3 px-4 py-1 data-[selected=true]:bg-selected data-[selected=true]:shadow-[inset_2px_0_0_var(--color-accent-mark)] max-md:min-h-10"
                      >
                        <span className={`min-w-0 truncate ${item.mono ? "font-mono text-xs" : ""}`}>
                          <Marked text={item.label} query={text} />
                        </span>
                        {item.detail && (
                          <span className="ml-auto flex-none text-xs whitespace-nowrap text-ink-3">
                            {item.detail}
                          </span>
                        )}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
              </Command.List>
              <footer className="flex flex-wrap gap-4 border-t border-line px-4 py-2 text-xs text-ink-3 max-md:hidden">
                <span>
                  <Kbd>↑</Kbd> <Kbd>↓</Kbd> {words.findMove}
                </span>
                <span>
                  <Kbd>↵</Kbd> {words.findOpen}
                </span>
                <span>
                  <Kbd>Ctrl ↵</Kbd> {words.findNewTab}
                </span>
                <span className="ml-auto">
                  <Kbd>?</Kbd> {words.findShortcuts}
                </span>
              </footer>
            </Command>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The text with the first place that was typed picked out. */
function Marked({ text, query }: { text: string; query: string }): ReactNode {
  const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="bg-transparent font-mid text-accent">{text.slice(at, at + query.length)}</mark>
      {text.slice(at + query.length)}
    </>
  );
}
