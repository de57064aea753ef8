"use client";

import { useAction } from "#app/use-action.ts";
import { Button, type ButtonProps } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";

/** A button that does one thing at once, and says what became of it. `name` tells it from others of its kind. */
export function DoButton<Input>({
  action,
  input,
  done,
  name,
  leadsTo,
  children,
  ...look
}: Pick<ButtonProps, "size" | "variant" | "icon" | "reason" | "children"> & {
  action: (input: Input, key?: string) => Promise<ActionResult<unknown>>;
  input: Input;
  done: string;
  name?: string;
  /** Where it leads when who one is there changed with it. */
  leadsTo?: string;
}) {
  const { run, pending } = useAction();
  const press = async () => {
    const result = await run((key) => action(input, key));
    if (result?.ok && leadsTo) window.location.assign(leadsTo);
    else if (result?.ok) say({ text: done });
    else if (result) say({ kind: "failed", text: result.message, detail: result.requestId });
  };
  return (
    <Button {...look} pending={pending} onClick={press} aria-label={name}>
      {children}
    </Button>
  );
}
