"use client";

import { ThemeProvider as NextThemes, useTheme } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { IconName } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { useWords } from "../words-provider.tsx";

/** Sets `data-theme` on <html> before the first paint. `nonce` is the page's content-security nonce. Put
 *  `suppressHydrationWarning` on <html>. */
export function ThemeProvider({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <NextThemes
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      enableColorScheme={false} // the style sheet does it, and works before any script
      disableTransitionOnChange
      nonce={nonce}
    >
      {children}
    </NextThemes>
  );
}

const icons: Record<string, IconName> = { system: "screen", light: "sun", dark: "moon" };

/** As the system, light, or dark. */
export function ThemeToggle() {
  const words = useWords();
  const { theme = "system", setTheme } = useTheme();
  // The server does not know the choice; until the browser has said it, show the neutral one.
  const [known, setKnown] = useState(false);
  useEffect(() => setKnown(true), []);
  const choice = known ? theme : "system";
  return (
    <Menu
      heading={words.theme}
      trigger={
        <Button variant="bare" size="s" square icon={icons[choice] ?? "screen"}>
          {words.theme}
        </Button>
      }
      groups={[
        [
          ["system", words.themeSystem] as const,
          ["light", words.themeLight] as const,
          ["dark", words.themeDark] as const,
        ].map(([value, label]) => ({
          label,
          icon: icons[value],
          checked: choice === value,
          onSelect: () => setTheme(value),
        })),
      ]}
    />
  );
}
