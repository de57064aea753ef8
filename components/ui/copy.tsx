"use client";

import { useEffect, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { useWords } from "../words-provider.tsx";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon } from "./icon.tsx";

type Result = "idle" | "copied" | "failed";

/** Puts text on the clipboard and remembers the result for two seconds. */
function useCopy(text: string, onCopied?: () => void): [Result, () => void] {
  const [result, setResult] = useState<Result>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    let next: Result = "copied";
    try {
      await navigator.clipboard.writeText(text);
      onCopied?.();
    } catch {
      next = "failed"; // no permission, or a page without a secure origin
    }
    setResult(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult("idle"), next === "failed" ? 8000 : 2000);
  };
  return [result, copy];
}

function Said({ result }: { result: Result }) {
  const words = useWords();
  return (
    <span role="status" className={result === "failed" ? "text-xs text-bad" : "sr-only"}>
      {result === "copied" && words.copied}
      {result === "failed" && words.copyFailed}
    </span>
  );
}

/** The small copy button after an id. `label` names what is copied, such as "Copy order number". */
export function Copy({ text, label, className }: { text: string; label: string; className?: string }) {
  const [result, copy] = useCopy(text);
  return (
    <>
      <button
        type="button"
        aria-label={label}
        onClick={copy}
        className={cx(
          "-my-0.5 inline-grid flex-none rounded-1 p-0.5 hover:bg-hover max-md:p-1.5",
          result === "copied" ? "text-ok" : "text-ink-3",
          className,
        )}
      >
        <Icon name={result === "copied" ? "tick" : "copy"} size={14} />
      </button>
      <Said result={result} />
    </>
  );
}

/** A whole button that copies: for commands and for a secret that is shown once. */
export function CopyButton({
  text,
  children,
  onCopied,
  ...rest
}: Omit<ButtonProps, "onClick" | "icon"> & { text: string; onCopied?: () => void }) {
  const [result, copy] = useCopy(text, onCopied);
  const words = useWords();
  return (
    <>
      <Button {...rest} icon={result === "copied" ? "tick" : "copy"} onClick={copy}>
        {result === "copied" ? words.copied : (children ?? words.copy)}
      </Button>
      <Said result={result} />
    </>
  );
}
