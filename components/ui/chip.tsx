import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

const edge =
  "grid w-6 place-items-center self-stretch border-l border-line-2 text-ink-3 hover:bg-hover hover:text-ink";

/** A filter that is in force. `removeHref` is the address without it; `removeLabel` names the link.
 *  Inside a form, give `onRemove` instead (from a client component). */
export function Chip({
  children,
  removeHref,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  removeHref?: string;
  onRemove?: () => void;
  removeLabel: string;
}) {
  return (
    <span className="inline-flex h-6.5 items-center overflow-clip rounded-2 border border-ctl-edge text-xs [&_b]:font-mid">
      <span className="px-2">{children}</span>
      {removeHref ? (
        <Link href={removeHref} prefetch={false} aria-label={removeLabel} className={edge} scroll={false}>
          <Icon name="x" size={12} />
        </Link>
      ) : (
        <button type="button" aria-label={removeLabel} className={edge} onClick={onRemove}>
          <Icon name="x" size={12} />
        </button>
      )}
    </span>
  );
}
