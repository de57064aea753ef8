"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { leaveWizardAction } from "./actions.ts";

/** Into the console; the wizard can be opened again where it was left. */
export function LeaveButton({ children }: { children: ReactNode }) {
  const router = useRouter();
  const { run, pending } = useAction();
  const leave = async () => {
    const left = await run((key) => leaveWizardAction({}, key));
    if (left?.ok) router.push(paths.home());
    else if (left) say({ kind: "failed", text: left.message, detail: left.requestId });
  };
  return (
    <Button variant="bare" size="s" pending={pending} onClick={leave}>
      {children}
    </Button>
  );
}
