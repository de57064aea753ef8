"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "../ui/button.tsx";

/** The form's main button: solid, and turning while the form's action runs. `pending` overrides for forms that
 *  do not use an action. */
export function SubmitButton({ pending, variant = "solid", ...rest }: Omit<ButtonProps, "type">) {
  const status = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} pending={pending ?? status.pending} />;
}
