"use client";

import { useEffect } from "react";

const everyMs = 60_000;

/** Tells the server, at most once a minute, that somebody is at the page. Open streams alone do not keep them signed in. */
export function Activity() {
  useEffect(() => {
    let last = 0;
    const touch = () => {
      if (Date.now() - last < everyMs) return;
      last = Date.now();
      fetch("/api/touch", { method: "POST", keepalive: true }).catch(() => {});
    };
    const events = ["pointerdown", "keydown"] as const;
    for (const event of events) window.addEventListener(event, touch, { passive: true });
    return () => {
      for (const event of events) window.removeEventListener(event, touch);
    };
  }, []);
  return null;
}
