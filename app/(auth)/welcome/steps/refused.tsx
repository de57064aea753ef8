"use client";

import type { Refusal } from "#app/use-action.ts";
import { State } from "#components/ui/state.tsx";

/** Why the last press did not go through, where the reason for a button stands. Nothing without a refusal. */
export function Refused({ refusal }: { refusal: Refusal | null }) {
  return (
    <span role="alert">
      {refusal && (
        <State kind="failed" small wrap>
          {refusal.message} <span className="font-mono text-ink-3">{refusal.requestId}</span>
        </State>
      )}
    </span>
  );
}
