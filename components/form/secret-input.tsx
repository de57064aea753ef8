"use client";

import type { ComponentProps } from "react";
import { Input } from "./input.tsx";

/** For a secret that is pasted and never shown: no reveal, no autofill, no spelling check, no password manager. */
export function SecretInput(props: Omit<ComponentProps<"input">, "type">) {
  return (
    <Input
      mono
      {...props}
      type="password"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      data-1p-ignore=""
      data-lpignore="true"
      data-bwignore=""
    />
  );
}
