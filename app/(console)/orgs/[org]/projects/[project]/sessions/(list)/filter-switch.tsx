"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Switch } from "#components/form/choice.tsx";

/** A filter that is on or off; turning it goes to `href`. */
export function FilterSwitch({ on, href, children }: { on: boolean; href: string; children: ReactNode }) {
  const router = useRouter();
  return (
    <Switch checked={on} onChange={() => router.push(href, { scroll: false })}>
      {children}
    </Switch>
  );
}
