"use client";

import { useAction } from "#app/use-action.ts";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** A button that does one thing at once, and says what became of it. `name` tells it from others of its kind. */
export function DoButton<Input, T>({
  action,
  input,
  done,
  name,
  leadsTo,
  onDone,
  children,
  ...look
}: Pick<ButtonProps, "size" | "variant" | "icon" | "reason" | "children"> & {
  action: (input: Input, key?: string) => Promise<ActionResult<T>>;
  input: Input;
  /** Said when it is done; left out where the page it leads to says so. */
  done?: string | ((value: T) => string);
  name?: string;
  /** Where it leads when who one is there changed with it. */
  leadsTo?: string;
  onDone?: () => void;
}) {
  const { run, pending } = useAction({ leaves: leadsTo !== undefined });
  const press = async () => {
    const result = await run((key) => action(input, key));
    if (!result) return;
    if (!result.ok) return say({ kind: "failed", text: result.message, detail: result.requestId });
    if (leadsTo) return window.location.assign(leadsTo);
    if (done) say({ text: typeof done === "function" ? done(result.value) : done });
    onDone?.();
  };
  return (
    <Button {...look} pending={pending} onClick={press} aria-label={name}>
      {children}
    </Button>
  );
}
