"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { useWords } from "../words-provider.tsx";
import { useShell } from "./shell-context.tsx";

/** Keys one after the other, such as ["g", "o"]. With `href` they lead there; without, the line only tells. */
export type Shortcut = { keys: string[]; label: string; href?: string };

const PAUSE = 1000; // between the keys of one shortcut

/** True while keys belong to a text. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable='true']");
}

/** Listens for the shortcuts, and lists them on `?`. */
export function Shortcuts({ shortcuts }: { shortcuts: Shortcut[] }) {
  const words = useWords();
  const router = useRouter();
  const { open, show } = useShell();
  const typed = useRef<{ keys: string[]; at: number }>({ keys: [], at: 0 });
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || open) return;
    if (event.key === "?") {
      event.preventDefault();
      show("shortcuts");
      return;
    }
    const now = Date.now();
    const before = now - typed.current.at < PAUSE ? typed.current.keys : [];
    const keys = [...before, event.key.toLowerCase()];
    const hit = shortcuts.find((shortcut) => shortcut.href && shortcut.keys.join(" ") === keys.join(" "));
    if (hit?.href) {
      typed.current = { keys: [], at: 0 };
      router.push(hit.href);
      return;
    }
    const begun = shortcuts.some((shortcut) => keys.every((key, at) => shortcut.keys[at] === key));
    typed.current = { keys: begun ? keys : [], at: now };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  const lines: Shortcut[] = [
    { keys: ["Ctrl K"], label: words.find },
    ...shortcuts,
    { keys: ["?"], label: words.showShortcuts },
  ];
  return (
    <Dialog
      open={open === "shortcuts"}
      onOpenChange={(opened) => show(opened ? "shortcuts" : null)}
      title={words.shortcuts}
    >
      <ul>
        {lines.map((line) => (
          <li key={line.keys.join(" ")} className="flex items-center gap-4 border-b border-line py-2">
            <span className="mr-auto">{line.label}</span>
            <span className="flex gap-1">
              {line.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
