"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** For the few parts of a page that ask the server while somebody types. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retryDelay: 2000 } } }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
