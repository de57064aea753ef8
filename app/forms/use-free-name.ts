"use client";

import { useEffect, useState } from "react";

/** What the server says of a name: it may be had, it may not and why, or nobody knows. */
export type NameAnswer =
  | { state: "none" | "asking" | "free" | "unknown" }
  | { state: "taken"; message: string };

const PAUSE = 250; // ms without a key before the server is asked

/** Asks `url(name)` while one types, and answers for the name as it stands now, never for an earlier one. */
export function useFreeName(name: string, url: (name: string) => string): NameAnswer {
  const [answer, setAnswer] = useState<{ for: string; answer: NameAnswer }>({
    for: "",
    answer: { state: "none" },
  });
  const address = name ? url(name) : "";
  useEffect(() => {
    if (!address) return;
    const over = new AbortController();
    const say = (next: NameAnswer) => !over.signal.aborted && setAnswer({ for: address, answer: next });
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(address, { signal: over.signal });
        if (!response.ok) return say({ state: "unknown" });
        const body = (await response.json()) as { ok: true } | { ok: false; message: string };
        say(body.ok ? { state: "free" } : { state: "taken", message: body.message });
      } catch {
        say({ state: "unknown" });
      }
    }, PAUSE);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [address]);
  if (!address) return { state: "none" };
  return answer.for === address ? answer.answer : { state: "asking" };
}
