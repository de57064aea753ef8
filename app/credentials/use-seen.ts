"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Refusal } from "#app/use-action.ts";

const overtaken = ["credential_changed", "credential_outside"];

/** Whether a change was refused because somebody else came first. */
export const isOvertaken = (refusal: Pick<Refusal, "reason"> | null): boolean =>
  refusal !== null && overtaken.includes(refusal.reason);

/**
 * A credential as it was when the form about it opened: the page goes on by itself, and what another person changes meanwhile is
 * not written over unseen. `loadAnew` takes it as it is now, and leaves what was typed alone. `first` is what the form began with.
 */
export function useSeen<T>(now: T) {
  const router = useRouter();
  const [first] = useState(now);
  const [kept, setSeen] = useState<{ row: T } | null>({ row: now });
  const [loading, startLoading] = useTransition();
  // Comes together with the page that was asked for.
  if (kept === null) setSeen({ row: now });
  const loadAnew = (then: () => void) =>
    startLoading(() => {
      router.refresh();
      setSeen(null);
      then();
    });
  return { first, seen: kept?.row ?? now, loading, loadAnew };
}
