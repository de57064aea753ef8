"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import { Refused } from "./refused.tsx";

/** One line with one button. A press that went through goes on to the next step, or stays with `stays`. */
export function Choice<T>({
  name,
  detail,
  label,
  reason,
  stays = false,
  choose,
  children,
}: {
  name: string;
  detail: ReactNode;
  label: string;
  reason?: string | false;
  stays?: boolean;
  choose: (key: string) => Promise<ActionResult<T>>;
  /** Stands below, before what went wrong. */
  children?: ReactNode;
}) {
  const router = useRouter();
  const { run, pending, refusal } = useAction();
  const go = async () => {
    const chosen = await run(choose);
    if (chosen?.ok && !stays) router.push(paths.welcome("project"));
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="min-w-0 flex-[1_1_12rem]">
        <strong className="block wrap-anywhere">{name}</strong>
        <span className="text-xs text-ink-3">{detail}</span>
      </span>
      <Button pending={pending} reason={reason} reasonAt="before" onClick={go}>
        {label}
      </Button>
      {children}
      <span className="basis-full empty:hidden text-xs">
        <Refused refusal={refusal} />
      </span>
    </li>
  );
}
