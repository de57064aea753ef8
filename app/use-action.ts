"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { ActionResult } from "#lib/domain/access/action.ts";
import { useStepUp } from "./step-up.tsx";

export type Refusal = Extract<ActionResult<unknown>, { ok: false }>;

/** What a refusal says at a field, by the field's name. */
export const errorsOf = (refusal: Refusal | null): Record<string, string | undefined> =>
  refusal?.field ? { [refusal.field]: refusal.message } : {};

const spent = ["idempotency_reused", "secret_shown"];

/**
 * Runs a server action once at a time. The key it hands out is made once and renewed after a success, so that a double
 * click, or a second try after a lost answer, is one change. `refusal` is the last answer that was a no. With `leaves`
 * a success keeps it shut, because the page is about to change and a late click must not begin a second one. What needs a
 * fresh sign-in goes on by itself when there was one.
 */
export function useAction({ leaves = false }: { leaves?: boolean } = {}) {
  const t = useTranslations("states");
  const key = useRef<string>(undefined);
  const running = useRef(false);
  const stepUp = useStepUp();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function run<T>(call: (key: string) => Promise<ActionResult<T>>): Promise<ActionResult<T> | null> {
    if (running.current) return null;
    running.current = true;
    setPending(true);
    setRefusal(null);
    key.current ??= crypto.randomUUID();
    let result: ActionResult<T>;
    try {
      result = await call(key.current);
      if (!result.ok && result.reason === "step_up" && (await stepUp())) result = await call(key.current);
    } catch {
      result = { ok: false, reason: "unreachable", message: t("unreachable"), requestId: "" };
    }
    // A refusal was undone and left no trace of the key, except those that say the key itself is spent.
    if (result.ok || spent.includes(result.reason)) key.current = undefined;
    if (!result.ok) setRefusal(result);
    if (result.ok && leaves) return result;
    running.current = false;
    setPending(false);
    return result;
  }

  return { run, pending, refusal, forget: () => setRefusal(null) };
}
