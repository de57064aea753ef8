const STEP = 3;
const HEIGHT = 18;

/** Values over time as small columns, 2 px each. `label` says what they are, with the highest and the latest. A
 *  value of nothing is a faint dot. */
export function Spark({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(...values, 1);
  const width = Math.max(0, values.length * STEP - 1);
  return (
    <svg
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={label}
      className="inline-block max-w-full align-middle"
    >
      {values.map((value, at) => {
        const height = value > 0 ? Math.max(1, Math.round((value / most) * HEIGHT)) : 1;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its place in time
            key={at}
            x={at * STEP}
            y={HEIGHT - height}
            width={2}
            height={height}
            className={value > 0 ? "fill-ink-3" : "fill-c-track"}
          />
        );
      })}
    </svg>
  );
}
