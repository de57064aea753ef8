"use client";

import { Tooltip } from "#components/ui/tooltip.tsx";

/** How many scopes a row leaves out; which those are is said on hover and focus. */
export function MoreScopes({ scopes, label }: { scopes: readonly string[]; label: string }) {
  return (
    <Tooltip text={scopes.join(", ")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: said on focus, too */}
      <span tabIndex={0} className="text-xs text-ink-3">
        {label}
      </span>
    </Tooltip>
  );
}
