"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Note } from "../ui/note.tsx";
import { fill } from "../words.ts";
import { useWords } from "../words-provider.tsx";
import { type FieldError, fieldId, firstMessage } from "./field.tsx";

/**
 * What went wrong with a form, above it: a sentence for the whole (`message`, with a request id) and links to the
 * fields that need another look. Takes focus when it appears, so that it is read. Shows nothing when all is well.
 * `labels` names the fields; one without a label is listed by its message alone.
 */
export function ErrorSummary({
  message,
  errors,
  labels,
  requestId,
}: {
  message?: ReactNode;
  errors?: Record<string, FieldError> | null;
  labels?: Record<string, string>;
  requestId?: string;
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(errors ?? {}).flatMap(([name, error]) => {
    const text = firstMessage(error);
    return text ? [{ name, text }] : [];
  });
  const shown = Boolean(message) || wrong.length > 0;
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown]);
  if (!shown) return null;
  const heading =
    message ?? (wrong.length === 1 ? words.problem : fill(words.problems, { count: wrong.length }));
  return (
    <div ref={box} tabIndex={-1} className="max-w-form rounded-3 outline-none">
      <Note kind="failed" announce>
        <p>{heading}</p>
        {wrong.length > 0 && (
          <ul className="mt-1 grid gap-0.5">
            {wrong.map(({ name, text }) => (
              <li key={name}>
                <a
                  className="link"
                  href={`#${fieldId(name)}`}
                  onClick={(event) => jump(event, fieldId(name))}
                >
                  {labels?.[name] ? `${labels[name]}: ${text}` : text}
                </a>
              </li>
            ))}
          </ul>
        )}
        {requestId && <p className="mt-1 font-mono text-xs text-ink-3">{requestId}</p>}
      </Note>
    </div>
  );
}

// Moving focus, not the address: a fragment would stay in the history.
function jump(event: { preventDefault: () => void }, id: string) {
  const target = document.getElementById(id);
  if (!target) return;
  event.preventDefault();
  target.focus();
}
