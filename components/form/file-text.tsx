"use client";

import { type ChangeEvent, type ComponentProps, type ReactNode, useRef } from "react";
import { Button } from "../ui/button.tsx";
import { Textarea } from "./input.tsx";

/**
 * Several lines that are pasted or read from a file, such as a key file or a certificate. `masked` shows them as dots, where
 * the browser can. `onText` is told of what was typed, pasted or read; `onLarge` of a file of more than `most` bytes, which is
 * not read.
 */
export function FileText({
  fileLabel,
  most,
  masked,
  onText,
  onLarge,
  readOnly,
  beside,
  ...props
}: Omit<ComponentProps<"textarea">, "onChange" | "ref"> & {
  fileLabel: string;
  most: number;
  masked?: boolean;
  onText: (text: string) => void;
  onLarge: () => void;
  /** Another button, after the one that chooses a file. */
  beside?: ReactNode;
}) {
  const text = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? [];
    if (!chosen || !text.current) return;
    if (chosen.size > most) onLarge();
    else {
      text.current.value = await chosen.text();
      onText(text.current.value);
    }
    // The same file, changed, may be chosen again.
    target.value = "";
  };
  return (
    <div className="grid justify-items-start gap-2">
      <Textarea
        mono
        rows={4}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-1p-ignore=""
        data-lpignore="true"
        data-bwignore=""
        {...props}
        ref={text}
        readOnly={readOnly}
        onChange={({ target }) => onText(target.value)}
        className={masked ? "[-webkit-text-security:disc]" : undefined}
      />
      <div className="flex flex-wrap gap-2">
        {!readOnly && (
          <>
            <input ref={file} type="file" hidden aria-hidden="true" tabIndex={-1} onChange={read} />
            <Button icon="plus" onClick={() => file.current?.click()}>
              {fileLabel}
            </Button>
          </>
        )}
        {beside}
      </div>
    </div>
  );
}
