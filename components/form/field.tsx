"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { cx } from "../cx.ts";
import { StateGlyph } from "../ui/state.tsx";
import { useWords } from "../words-provider.tsx";

type Wiring = { id: string; name?: string; describedBy?: string; invalid: boolean; required?: boolean };
const FieldContext = createContext<Wiring | null>(null);

/** The first message, whether a form library gives one or a schema gives several. */
export type FieldError = string | readonly string[] | null | undefined;
export const firstMessage = (error: FieldError) =>
  (typeof error === "string" ? error : error?.[0]) || undefined;

/** The id a field of this name has, for links from an error summary. */
export const fieldId = (name: string) => `field-${name.replace(/[^\w-]/g, "-")}`;

/** What a control inside a `Field` takes over from it; its own props win. */
export function useFieldWiring<
  P extends {
    id?: string;
    name?: string;
    "aria-describedby"?: string;
    "aria-invalid"?: unknown;
  },
>(props: P): P {
  const field = useContext(FieldContext);
  if (!field) return props;
  return {
    ...props,
    id: props.id ?? field.id,
    name: props.name ?? field.name,
    "aria-invalid": props["aria-invalid"] ?? (field.invalid || undefined),
    "aria-describedby": [props["aria-describedby"], field.describedBy].filter(Boolean).join(" ") || undefined,
  };
}

/** One line under a control that went wrong. */
export function FieldMessage({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <span id={id} className="flex gap-1.5 text-xs leading-4.5 text-bad">
      <StateGlyph kind="failed" size={14} className="mt-0.5" />
      <span>{children}</span>
    </span>
  );
}

export type FieldProps = {
  label: ReactNode;
  /** Also the control's name, unless the control has its own. */
  name?: string;
  id?: string;
  hint?: ReactNode;
  /** Stands in place of the hint. */
  error?: FieldError;
  optional?: boolean;
  /** A word after the label, such as "differs". */
  mark?: ReactNode;
  children: ReactNode;
  className?: string;
};

/**
 * Label above, hint below, the error in the hint's place; the control inside is wired to all of them. Optional is
 * said, required is not. Works with plain forms (`name`) and with react-hook-form (`{...register("name")}` on the
 * control).
 */
export function Field({ label, name, id, hint, error, optional, mark, children, className }: FieldProps) {
  const words = useWords();
  const own = useId();
  const controlId = id ?? (name ? fieldId(name) : own);
  const message = firstMessage(error);
  const noteId = message || hint ? `${controlId}-note` : undefined;
  return (
    <FieldContext value={{ id: controlId, name, describedBy: noteId, invalid: Boolean(message) }}>
      <div className={cx("grid max-w-form content-start gap-1.25", className)}>
        <label htmlFor={controlId} className="flex items-baseline gap-2 font-mid">
          {label}
          {(mark || optional) && (
            <span className="text-xs font-body text-ink-3">{mark ?? words.optional}</span>
          )}
        </label>
        {children}
        {message ? (
          <FieldMessage id={noteId}>{message}</FieldMessage>
        ) : (
          hint && (
            <div id={noteId} className="text-xs leading-4.5 text-pretty text-ink-3">
              {hint}
            </div>
          )
        )}
      </div>
    </FieldContext>
  );
}

/** Fields below each other, 20 px apart. */
export function Fields({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx("grid gap-5 [&>button]:justify-self-start", className)}>{children}</div>;
}

/** Two fields beside each other; below each other on a narrow page. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="grid max-w-form grid-cols-2 gap-4 max-md:grid-cols-1 max-md:gap-5">{children}</div>;
}
