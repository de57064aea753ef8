"use client";

import type { ReactNode } from "react";
import { retryProjectAction } from "#app/(console)/orgs/[org]/projects/[project]/actions.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Refused } from "./refused.tsx";

/** Has what was refused tried again at once. */
export function Retry({ place, children }: { place: { org: string; project: string }; children: ReactNode }) {
  const { run, pending, refusal } = useAction();
  return (
    <>
      <Button
        size="s"
        variant="solid"
        icon="redo"
        pending={pending}
        onClick={() => run((key) => retryProjectAction(place, {}, key))}
      >
        {children}
      </Button>
      <Refused refusal={refusal} />
    </>
  );
}
