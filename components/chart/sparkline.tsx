const BEAT = 3;
const WIDE = 2;
const HIGH = 18;

/** The heights in pixels of a row of columns: the highest value fills it, and what is not nothing shows. */
export function columnHeights(values: readonly number[], high: number): number[] {
  const most = Math.max(1, ...values);
  return values.map((value) => (value > 0 ? Math.max(1, Math.round((value / most) * high)) : 0));
}

/** Values as small columns in a line of text, the oldest first. `label` says them in words; nothing leaves a dot of the ground. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const width = values.length * BEAT - (BEAT - WIDE);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={HIGH}
      viewBox={`0 0 ${width} ${HIGH}`}
      className="inline-block flex-none align-middle"
    >
      {columnHeights(values, HIGH).map((height, at) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place
          key={at}
          x={at * BEAT}
          y={HIGH - Math.max(1, height)}
          width={WIDE}
          height={Math.max(1, height)}
          className={height > 0 ? "fill-ink-3" : "fill-c-track"}
        />
      ))}
    </svg>
  );
}
