import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { fontClasses } from "#components/shell/fonts.ts";
import { ThemeProvider } from "#components/shell/theme.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { otherWords } from "#components/words.ts";
import { WordsProvider } from "#components/words-provider.tsx";
import { product } from "./product.ts";
import { StepUp } from "./step-up.tsx";
import { Texts } from "./texts/texts.tsx";

export const metadata: Metadata = {
  title: { default: product, template: `%s · ${product}` },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#101114" },
  ],
};

/** What every page shares: type faces, theme before the first paint, texts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, incoming] = await Promise.all([getLocale(), getMessages(), headers()]);
  return (
    <html lang={locale} className={fontClasses} suppressHydrationWarning>
      <body>
        <ThemeProvider nonce={incoming.get("x-nonce") ?? undefined}>
          {/* Nothing to begin with: each part of the tree sends what is said in it. */}
          <NextIntlClientProvider messages={{}}>
            <Texts of={["error", "states", "stepUp.dialog"]}>
              <WordsProvider value={otherWords(messages.words)}>
                <StepUp>{children}</StepUp>
                <Toaster />
              </WordsProvider>
            </Texts>
          </NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
