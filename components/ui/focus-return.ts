"use client";

import { useRef } from "react";

/**
 * For a panel that is opened without a trigger of its own: remembers what had the focus, and gives it back. Spread
 * what it returns on the panel's content.
 */
export function useFocusReturn() {
  const cameFrom = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      cameFrom.current = document.activeElement as HTMLElement | null;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (cameFrom.current?.isConnected) cameFrom.current.focus();
    },
  };
}
