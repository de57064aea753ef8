import { words as english, type Words } from "../words.ts";

const widths = ["52%", "38%", "61%", "44%", "57%", "41%"];

/** One bar in the place of text. `width` is a CSS length. */
export function Skeleton({ width = "100%", className = "h-3" }: { width?: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`block animate-breathe rounded-[2px] bg-c-track opacity-70 ${className}`}
      style={{ width }}
    />
  );
}

/** The shape of a list that is coming. Appears after 200 ms, so that a quick answer shows no flicker. */
export function SkeletonRows({
  rows = 6,
  words = english,
}: {
  rows?: number;
  words?: Pick<Words, "loading">;
}) {
  return (
    <div role="status" aria-label={words.loading} className="animate-late">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <div key={row} className="flex h-row items-center gap-4 border-b border-line">
          <Skeleton width="1rem" className="h-4 flex-none rounded-full!" />
          <Skeleton width={widths[row % widths.length]} />
          <span className="ml-auto w-12 flex-none">
            <Skeleton />
          </span>
        </div>
      ))}
    </div>
  );
}

/** The shape of a page that is coming: a heading and rows. */
export function SkeletonPage({ words = english }: { words?: Pick<Words, "loading"> }) {
  return (
    <div className="animate-late">
      <div className="mb-8 grid gap-3">
        <Skeleton width="14rem" className="h-6" />
        <Skeleton width="22rem" className="h-3 max-w-full" />
      </div>
      <SkeletonRows words={words} />
    </div>
  );
}
