"use client";

import type { ComponentProps, ReactNode } from "react";
import { cx } from "../cx.ts";
import { Icon } from "../ui/icon.tsx";
import { useFieldWiring } from "./field.tsx";

/** The look every text control shares. */
export const control =
  "w-full min-h-ctl rounded-2 border border-ctl-edge bg-canvas px-2.5 py-1.25 text-sm text-ink placeholder:text-ink-3 hover:border-ink-3 focus-visible:rounded-2 focus-visible:border-accent-mark focus-visible:-outline-offset-1 aria-invalid:border-bad-mark [&:is(input,textarea):read-only]:bg-sunken disabled:bg-sunken disabled:text-ink-disabled max-md:text-[1rem]";

/** A line of text. `mono` for what a machine reads. */
export function Input({ mono, className, ...props }: ComponentProps<"input"> & { mono?: boolean }) {
  return <input {...useFieldWiring(props)} className={cx(control, mono && "font-mono text-xs", className)} />;
}

/** Several lines of text. */
export function Textarea({ mono, className, ...props }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={5}
      {...useFieldWiring(props)}
      className={cx(control, "block resize-y", mono && "font-mono text-xs", className)}
    />
  );
}

/** The platform's own choice list, drawn like the other controls. Children are `<option>`s. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className={cx("relative block", className)}>
      <select {...useFieldWiring(props)} className={cx(control, "appearance-none pr-7.5")}>
        {children}
      </select>
      <Icon name="caret" className="pointer-events-none absolute top-[calc(50%-0.5rem)] right-2 text-ink-3" />
    </span>
  );
}

/** A control with a unit, or with a button that acts on it. Children: the control, then `unit` or `button`. */
export function InputGroup({
  children,
  unit,
  button,
}: {
  children: ReactNode;
  unit?: ReactNode;
  button?: ReactNode;
}) {
  return (
    <div className="flex [&>button]:-ml-px [&>button]:flex-none [&>button]:rounded-l-none [&>input]:rounded-r-none [&>input:focus-visible]:z-1">
      {children}
      {unit && (
        <span className="grid flex-none place-items-center rounded-r-2 border border-l-0 border-ctl-edge px-2.5 text-ink-3">
          {unit}
        </span>
      )}
      {button}
    </div>
  );
}

/** A search line with its glass. `label` names it. */
export function SearchInput({ label, className, ...props }: ComponentProps<"input"> & { label: string }) {
  return (
    <span className={cx("relative block", className)}>
      <Icon
        name="search"
        className="pointer-events-none absolute top-[calc(50%-0.5rem)] left-2.25 text-ink-3"
      />
      <input type="search" aria-label={label} {...props} className={cx(control, "pl-8")} />
    </span>
  );
}
