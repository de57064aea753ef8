import Link from "next/link";
import { words as english, type Words } from "../words.ts";
import { StateGlyph, type StateKind } from "./state.tsx";

/** One step. `href` leads back to one that is done. A step may also stand `failed` or `waiting`. */
export type Step = {
  title: string;
  detail?: string;
  state: "done" | "current" | "todo" | "failed" | "waiting";
  href?: string;
};

const glyph: Record<Step["state"], StateKind> = {
  done: "done",
  current: "running",
  todo: "queued",
  failed: "failed",
  waiting: "waiting",
};

/** The steps of a way, joined by a line. Below 48 rem only the present one shows, with its number. */
export function Steps({
  steps,
  words = english,
}: {
  steps: Step[];
  words?: Pick<Words, "done" | "todo" | "of">;
}) {
  const now = steps.findIndex((step) => step.state !== "done" && step.state !== "todo");
  return (
    <ol>
      {steps.map((step, at) => (
        <li
          key={step.title}
          aria-current={at === now ? "step" : undefined}
          className={`relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 not-last:after:absolute not-last:after:top-5.5 not-last:after:bottom-0.5 not-last:after:left-[0.46875rem] not-last:after:w-px not-last:after:bg-line-2 max-md:pb-0 max-md:after:hidden ${at === now ? "" : "max-md:hidden"}`}
        >
          <StateGlyph kind={glyph[step.state]} className="mt-0.5" />
          <div>
            {step.href && at !== now ? (
              <Link href={step.href} className="quiet-link text-ink-2">
                {step.title}
              </Link>
            ) : (
              <span
                className={
                  at === now ? "font-head text-ink" : step.state === "todo" ? "text-ink-3" : "text-ink-2"
                }
              >
                {step.title}
              </span>
            )}
            {at === now && (
              <span className="num text-xs text-ink-3">
                {" "}
                · {at + 1} {words.of} {steps.length}
              </span>
            )}
            {at !== now && (
              <span className="sr-only">, {step.state === "todo" ? words.todo : words.done}</span>
            )}
            {step.detail && (
              <span className="block text-xs leading-4.25 text-pretty wrap-anywhere text-ink-3">
                {step.detail}
              </span>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
