"use client";

import { type ReactNode, useEffect } from "react";
import { Activity } from "#app/activity.tsx";
import { type LastPlace, lastPlaceCookie, writeLastPlace } from "#app/last-place.ts";
import { paths } from "#app/paths.ts";
import { ConsoleShell, UserFooter } from "#components/shell/console-shell.tsx";
import { LiveProvider, LiveRefresh } from "#components/shell/live.tsx";
import type { NavGroup } from "#components/shell/nav.tsx";
import type { PaletteGroup } from "#components/shell/palette-match.ts";
import type { Shortcut } from "#components/shell/shortcuts.tsx";
import { ThemeToggle } from "#components/shell/theme.tsx";
import { Switcher, type SwitcherGroup, type SwitcherItem } from "#components/ui/switcher.tsx";
import { withoutSecret } from "#lib/domain/keys/names.ts";
import { UserMenu, type UserMenuProps } from "./user-menu.tsx";

export type ConsoleFrameProps = {
  product: string;
  switcher: {
    title: string;
    detail?: string;
    label: string;
    groups: SwitcherGroup[];
    always?: SwitcherItem[];
  };
  navLabel: string;
  nav: NavGroup[];
  user: { name: string; detail: string; menu: UserMenuProps };
  palette: PaletteGroup[];
  shortcuts: Shortcut[];
  /** The stream of changes, what in the frame itself moves with it, and the one project that the frame is about. */
  live: { url: string; topics: string[]; project?: string };
  /** Remembered as the place to come back to. */
  place?: LastPlace;
  children: ReactNode;
};

async function search(query: string): Promise<PaletteGroup[]> {
  const answer = await fetch(paths.api.search(withoutSecret(query)));
  return answer.ok ? ((await answer.json()) as PaletteGroup[]) : [];
}

/** The console around a page: where one is, where one may go, who one is, and the live stream. */
export function ConsoleFrame({ live, place, ...props }: ConsoleFrameProps) {
  const last = place ? writeLastPlace(place) : null;
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that are still about
    if (last) document.cookie = `${lastPlaceCookie}=${last}; path=/; max-age=31536000; samesite=lax`;
  }, [last]);
  return (
    <LiveProvider url={live.url}>
      <Activity />
      <LiveRefresh topics={live.topics} where={live.project ? { project: live.project } : {}} />
      <ConsoleShell
        brand={{ name: props.product, href: paths.home() }}
        switcher={<Switcher {...props.switcher} />}
        navLabel={props.navLabel}
        nav={props.nav}
        footer={
          <UserFooter name={props.user.name} detail={props.user.detail}>
            <ThemeToggle />
            <UserMenu {...props.user.menu} />
          </UserFooter>
        }
        palette={{ groups: props.palette, search }}
        shortcuts={props.shortcuts}
      >
        {props.children}
      </ConsoleShell>
    </LiveProvider>
  );
}
