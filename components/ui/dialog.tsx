"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { useFocusReturn } from "./focus-return.ts";

/** How a dialog is opened: by its own trigger, or from outside with `open` and `onOpenChange`. */
export type DialogControl = {
  /** One focusable element that opens the dialog; focus returns to it. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/**
 * A dialog: focus goes in, Esc goes out, focus returns to where it came from. `footer` holds the buttons; wrap
 * one in `DialogClose` to let it close. `size` is the widest it gets: 33 or 45 rem.
 */
export function Dialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = "m",
  onEscape,
}: DialogControl & {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  size?: "m" | "l";
  /** Return false to keep the dialog open on Esc or a press outside. */
  onEscape?: () => boolean;
}) {
  const focusReturn = useFocusReturn();
  const keep = (event: Event) => {
    if (onEscape && !onEscape()) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid animate-open place-items-start justify-center overflow-y-auto bg-scrim p-4 pt-[12vh] max-md:pt-4">
          <Radix.Content
            {...(description ? {} : { "aria-describedby": undefined })}
            {...(trigger ? {} : focusReturn)}
            onEscapeKeyDown={keep}
            onInteractOutside={keep}
            className={cx(
              "floats w-[calc(100vw-2rem)] rounded-3 bg-raised shadow-dialog outline-none",
              size === "l" ? "max-w-[41rem]" : "max-w-[33rem]",
            )}
          >
            <header className="px-6 pt-5 max-md:px-4">
              <Radix.Title>{title}</Radix.Title>
            </header>
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-6 pt-3 pb-5 max-md:px-4">
              {description && (
                <Radix.Description className="text-pretty text-ink-2">{description}</Radix.Description>
              )}
              {children}
            </div>
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-6 py-3 max-md:px-4">
                {footer}
              </footer>
            )}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Makes the one element inside close the dialog it stands in. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
