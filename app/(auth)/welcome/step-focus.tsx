"use client";

import { useEffect, useRef } from "react";

/** Moves focus to the heading when another step is shown: the path stays the same, so the shell does not. */
export function StepFocus({ step }: { step: string }) {
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
  return null;
}
