"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "../cx.ts";
import { type FieldError, FieldMessage, fieldId, firstMessage } from "./field.tsx";

type TickProps = Omit<ComponentProps<"input">, "type"> & {
  children: ReactNode;
  /** A second line under the label. */
  detail?: ReactNode;
  /** Why it is off; replaces the detail. */
  reason?: string | null | false;
  /** What is wrong with it; below the detail. */
  error?: FieldError;
};

function Tick({
  kind,
  children,
  detail,
  reason,
  error,
  className,
  ...props
}: TickProps & { kind: "checkbox" | "radio" | "switch" }) {
  const noteId = useId();
  const errorId = useId();
  const note = reason || detail;
  const message = firstMessage(error);
  const described = [note && noteId, message && errorId].filter(Boolean).join(" ");
  return (
    <label className={cx("inline-flex items-start gap-2.25", className)}>
      <input
        {...props}
        type={kind === "switch" ? "checkbox" : kind}
        role={kind === "switch" ? "switch" : undefined}
        disabled={props.disabled || Boolean(reason)}
        aria-describedby={described || props["aria-describedby"]}
        aria-invalid={message ? true : props["aria-invalid"]}
        className="tickbox mt-0.5"
      />
      <span className={reason ? "text-ink-disabled" : undefined}>
        {children}
        {note && (
          <span id={noteId} className={cx("block text-xs leading-4.5", reason ? "text-ink-2" : "text-ink-3")}>
            {note}
          </span>
        )}
        {message && <FieldMessage id={errorId}>{message}</FieldMessage>}
      </span>
    </label>
  );
}

/** One of several that may be chosen together. */
export function Checkbox(props: TickProps) {
  return <Tick {...props} kind="checkbox" />;
}

/** On or off, at once. */
export function Switch(props: TickProps) {
  return <Tick {...props} kind="switch" />;
}

export type RadioCard = {
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  /** Why it cannot be chosen. */
  reason?: string | null | false;
};

/**
 * One of a few choices, each with a line of explanation. Uncontrolled with `defaultValue`, controlled with `value`
 * and `onValue`; with react-hook-form give `register={register("name")}`.
 */
export function RadioCards({
  legend,
  name,
  options,
  value,
  defaultValue,
  onValue,
  register,
  error,
  hint,
  columns = options.length === 3 ? 3 : 2,
}: {
  legend: ReactNode;
  name: string;
  options: RadioCard[];
  value?: string;
  defaultValue?: string;
  onValue?: (value: string) => void;
  register?: ComponentProps<"input">;
  error?: FieldError;
  hint?: ReactNode;
  columns?: 1 | 2 | 3;
}) {
  const noteId = useId();
  const message = firstMessage(error);
  const note = message || hint;
  return (
    <fieldset
      className="grid max-w-form gap-1.25"
      aria-describedby={note ? noteId : undefined}
      aria-invalid={message ? true : undefined}
    >
      <legend className="mb-1.25 p-0 font-mid">{legend}</legend>
      <div
        className={cx(
          "grid gap-px overflow-clip rounded-3 border border-line-2 bg-line max-md:grid-cols-1",
          columns === 2 && "grid-cols-2",
          columns === 3 && "grid-cols-3",
        )}
      >
        {options.map((option, at) => (
          <Tick
            key={option.value}
            id={at === 0 ? fieldId(name) : undefined}
            kind="radio"
            name={name}
            value={option.value}
            detail={option.detail}
            reason={option.reason}
            className="bg-canvas px-3 py-2.5 has-checked:bg-hover has-focus-visible:bg-hover"
            {...(value === undefined
              ? { defaultChecked: defaultValue === option.value }
              : { checked: value === option.value, onChange: () => onValue?.(option.value) })}
            {...(value === undefined && onValue ? { onChange: () => onValue(option.value) } : {})}
            {...register}
          >
            {option.label}
          </Tick>
        ))}
      </div>
      {message ? (
        <FieldMessage id={noteId}>{message}</FieldMessage>
      ) : (
        hint && (
          <p id={noteId} className="text-xs leading-4.5 text-ink-3">
            {hint}
          </p>
        )
      )}
    </fieldset>
  );
}
