"use client";

import { IntlProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { type Messages, merge } from "./pick.ts";

/** Adds texts to those that the browser has from further up. */
export function MoreTexts({ messages, children }: { messages: Messages; children: ReactNode }) {
  const above = useMessages() as Messages;
  const all = useMemo(() => merge(above, messages), [above, messages]);
  return (
    <IntlProvider locale={useLocale()} messages={all}>
      {children}
    </IntlProvider>
  );
}
