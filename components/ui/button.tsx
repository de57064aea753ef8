"use client";

import Link from "next/link";
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import { cx } from "../cx.ts";
import { useWords } from "../words-provider.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { StateGlyph } from "./state.tsx";

/** solid: the one main button of a view · outline · bare · danger: red text · danger-solid: only in the
 *  dialog that asks. */
export type ButtonVariant = "solid" | "outline" | "bare" | "danger" | "danger-solid";
/** m: 32 px, s: 26 px for rows, l: 40 px across its container, for a page that is one choice. */
export type ButtonSize = "m" | "s" | "l";

const variants: Record<ButtonVariant, string> = {
  solid: "border-solid bg-solid text-on-solid hover:bg-solid-hover",
  outline: "border-ctl-edge bg-raised text-ink hover:bg-hover",
  bare: "border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border-ctl-edge bg-raised text-bad hover:bg-hover",
  "danger-solid":
    "border-bad-solid bg-bad-solid text-on-bad hover:bg-[color-mix(in_oklab,var(--color-bad-solid)_88%,black)]",
};

type Look = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Drawn before the text. */
  icon?: IconName;
  /** Drawn after the text. */
  iconAfter?: IconName;
  /** A square button that shows only its icon; `children` becomes its name. */
  square?: boolean;
};

const sizes: Record<ButtonSize, string> = { m: "h-ctl px-3", s: "h-ctl-sm px-2", l: "h-10 w-full px-3" };
const squares: Record<ButtonSize, string> = { m: "size-ctl", s: "size-ctl-sm", l: "size-10" };

function look({ variant = "outline", size = "m", square }: Look, off: boolean, className?: string) {
  return cx(
    "inline-flex items-center justify-center gap-1.5 border font-mid whitespace-nowrap select-none transition-colors",
    size === "s" ? "rounded-[5px] text-xs" : "rounded-2 text-sm",
    square ? squares[size] : sizes[size],
    off ? "cursor-not-allowed border-line-2 bg-sunken text-ink-disabled" : variants[variant],
    className,
  );
}

function Inside({
  icon,
  iconAfter,
  square,
  pending,
  children,
}: Look & { pending?: boolean; children: ReactNode }) {
  return (
    <>
      {pending ? <StateGlyph kind="starting" plain /> : icon && <Icon name={icon} />}
      {square ? <span className="sr-only">{children}</span> : children}
      {iconAfter && <Icon name={iconAfter} />}
    </>
  );
}

/** The sentence beside a control that is off. */
export function Why({ id, children, className }: { id?: string; children: ReactNode; className?: string }) {
  return (
    <span id={id} className={cx("text-xs text-ink-2", className)}>
      {children}
    </span>
  );
}

export type ButtonProps = Look &
  Omit<ComponentProps<"button">, "disabled"> & {
    /** Why the button is off, as a sentence that names the condition. When set, the button stays focusable,
     *  does nothing, and the sentence stands beside it. */
    reason?: string | null | false;
    /** Where the sentence stands. `none` when it is written elsewhere; give its id as `aria-describedby`. */
    reasonAt?: "before" | "after" | "below" | "none";
    /** Work is under way: shows a turning glyph and takes no second press. */
    pending?: boolean;
  };

/**
 * A button. It is never `disabled`: a control that is off says why, and keeps its place in the tab order.
 */
export function Button({
  variant,
  size,
  icon,
  iconAfter,
  square,
  reason,
  reasonAt = "after",
  pending,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const whyId = useId();
  const words = useWords();
  const off = Boolean(reason);
  const shown = off && reasonAt !== "none";
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (off || pending) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    onClick?.(event);
  };
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={off || pending || undefined}
      aria-describedby={shown ? whyId : rest["aria-describedby"]}
      className={look(
        { variant, size, square },
        off,
        cx(!shown && className, reasonAt === "below" && "w-full"),
      )}
      onClick={press}
    >
      <Inside icon={icon} iconAfter={iconAfter} square={square} pending={pending}>
        {children}
        {pending && <span className="sr-only">, {words.wait}</span>}
      </Inside>
    </button>
  );
  if (!shown) return button;
  return (
    <span
      className={cx(
        "inline-flex gap-3",
        reasonAt === "before" && "flex-row-reverse items-center",
        reasonAt === "after" && "items-center max-md:flex-wrap",
        reasonAt === "below" && "flex-col gap-2",
        className,
      )}
    >
      {button}
      <Why id={whyId}>{reason}</Why>
    </span>
  );
}

export type ButtonLinkProps = Look & ComponentProps<typeof Link>;

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({
  variant,
  size,
  icon,
  iconAfter,
  square,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link prefetch={false} {...rest} className={look({ variant, size, square }, false, className)}>
      <Inside icon={icon} iconAfter={iconAfter} square={square}>
        {children}
      </Inside>
    </Link>
  );
}
