"use client";

import { useSyncExternalStore } from "react";
import { endOfLife, type Life } from "./lives.ts";

const never = () => () => {};

/** The moment at which a life is over; null for no day, and on the server, which does not know where the person is. */
export function useEnd(life: Life | null): string | null {
  const here = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return here && life !== null ? endOfLife(life) || null : null;
}
