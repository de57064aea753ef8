"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { useFocusReturn } from "../ui/focus-return.ts";
import { Icon } from "../ui/icon.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { useWords } from "../words-provider.tsx";
import { Brand } from "./brand.tsx";
import { FocusHeading } from "./focus-heading.tsx";
import { Nav, type NavGroup } from "./nav.tsx";
import { CommandPalette, type PaletteSearch } from "./palette.tsx";
import type { PaletteGroup } from "./palette-match.ts";
import { ShellProvider, useShell } from "./shell-context.tsx";
import { type Shortcut, Shortcuts } from "./shortcuts.tsx";
import { SkipLink } from "./skip-link.tsx";

export type ConsoleShellProps = {
  brand: { name: string; href: string };
  /** Where one is: usually a `Switcher`. */
  switcher?: ReactNode;
  navLabel: string;
  nav: NavGroup[];
  /** Who one is: usually a `UserFooter`. */
  footer?: ReactNode;
  /** What the palette offers before anything is typed, and how it looks for more. */
  palette?: { groups: PaletteGroup[]; search?: PaletteSearch };
  shortcuts?: Shortcut[];
  /** Each page: a `Page`. */
  children: ReactNode;
};

/** The console's frame, for a layout: side bar (a drawer below 48 rem), palette, shortcuts. */
export function ConsoleShell(props: ConsoleShellProps) {
  const words = useWords();
  const { palette, shortcuts = [] } = props;
  return (
    <ShellProvider>
      <SkipLink>{words.skip}</SkipLink>
      <div className="grid min-h-dvh md:grid-cols-[14rem_minmax(0,1fr)]">
        <aside
          aria-label={props.brand.name}
          className="sticky top-0 flex h-dvh flex-col border-r border-line bg-sunken max-md:hidden"
        >
          <Side {...props} />
        </aside>
        <div className="min-w-0">{props.children}</div>
      </div>
      <Drawer {...props} />
      {palette && <CommandPalette groups={palette.groups} search={palette.search} />}
      <Shortcuts shortcuts={shortcuts} />
      <FocusHeading />
    </ShellProvider>
  );
}

function Side({
  brand,
  switcher,
  navLabel,
  nav,
  footer,
  palette,
  onGo,
}: ConsoleShellProps & { onGo?: () => void }) {
  const words = useWords();
  const { show } = useShell();
  return (
    <>
      <div className="px-4">
        <Brand {...brand} />
      </div>
      {switcher && <div className="px-2 pb-2">{switcher}</div>}
      {palette && (
        <button
          type="button"
          onClick={() => show("palette")}
          className="mx-2 mb-3 flex h-7.5 items-center gap-2 rounded-2 px-2 text-ink-3 hover:bg-hover hover:text-ink-2 max-md:h-10"
        >
          <Icon name="search" />
          <span className="mr-auto">{words.find}</span>
          <Kbd>Ctrl K</Kbd>
        </button>
      )}
      <Nav label={navLabel} groups={nav} onGo={onGo} />
      {footer && <footer className="border-t border-line px-4 py-3">{footer}</footer>}
    </>
  );
}

function Drawer(props: ConsoleShellProps) {
  const words = useWords();
  const { open, show } = useShell();
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open === "menu"} onOpenChange={(opened) => show(opened ? "menu" : null)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-open bg-scrim md:hidden" />
        <Radix.Content
          aria-describedby={undefined}
          {...focusReturn}
          className="floats fixed inset-y-0 left-0 z-50 flex w-[min(18rem,85vw)] animate-open flex-col bg-sunken shadow-dialog outline-none md:hidden"
        >
          <Radix.Title className="sr-only">{props.navLabel}</Radix.Title>
          <Radix.Close asChild>
            <Button variant="bare" size="s" square icon="x" className="absolute! top-1.5 right-2">
              {words.close}
            </Button>
          </Radix.Close>
          <Side {...props} onGo={() => show(null)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Name and role at the foot of the side bar; `children` are its small buttons. */
export function UserFooter({
  name,
  detail,
  children,
}: {
  name: string;
  detail?: string;
  children?: ReactNode;
}) {
  return (
    <div className="flex items-center gap-1">
      <div className="min-w-0 flex-1">
        <div className="truncate font-mid">{name}</div>
        {detail && <div className="truncate text-xs text-ink-3">{detail}</div>}
      </div>
      {children}
    </div>
  );
}
