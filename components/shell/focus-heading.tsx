"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

const PATIENCE = 5000;

/**
 * Moves focus to the page's heading after each navigation, waiting for it while the page streams in; never on the
 * first load, and never away from something the reader has focused meanwhile. Place once, near the root.
 */
export function FocusHeading() {
  const path = usePathname();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    const before = document.activeElement;
    const moved = () => document.activeElement !== before && document.activeElement !== document.body;
    const old = document.querySelector("main h1");
    const focus = () => {
      const heading = document.querySelector<HTMLElement>("main h1:not([data-loading])");
      if (!heading) return false;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      return true;
    };
    if (old && focus()) return;
    const watch = new MutationObserver(() => {
      if (moved() || focus()) watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(() => watch.disconnect(), PATIENCE);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  }, [path]);
  return null;
}
