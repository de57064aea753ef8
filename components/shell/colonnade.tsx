/**
 * The drawing on the sign-in page: a hall of columns in one-point perspective. Measures are those of the nearest pair of
 * columns, from the vanishing point; everything farther is the same, divided by its distance.
 */

const CENTRE = { x: 400, y: 560 };
const PAIRS = 11;
const WALL = 9.29; // distance of the wall with the door
const FLOOR = 340;
const CEILING = -655;
const INNER = 380; // from the middle to the columns' inner edge

type Point = [x: number, y: number];

const distance = (k: number) => 1 + 0.46 * k + 0.03 * k * k;

function path(points: Point[], z: number, side: 1 | -1, closed = true): string {
  const at = points.map(
    ([x, y]) => `${(CENTRE.x + (side * x) / z).toFixed(1)} ${(CENTRE.y + y / z).toFixed(1)}`,
  );
  return `M${at.join("L")}${closed ? "z" : ""}`;
}

/** Shaft, capital and base of one column; fainter flutes, fewer the farther it stands. */
function column(k: number, side: 1 | -1) {
  const z = distance(k);
  const flutes = k < 3 ? 6 : k < 5 ? 4 : k < 7 ? 2 : 0;
  const lines = Array.from({ length: flutes }, (_, n) => {
    const share = (n + 1) / (flutes + 1);
    return path(
      [
        [486 - 92 * share, -496],
        [491 - 102 * share, 312],
      ],
      z,
      side,
      false,
    );
  });
  return {
    shaft: path(
      [
        [486, -496],
        [394, -496],
        [389, 312],
        [491, 312],
      ],
      z,
      side,
    ),
    flutes: lines.join(""),
    capital: path(
      [
        [500, -530],
        [INNER, -530],
        [INNER, -514],
        [394, -496],
        [486, -496],
        [500, -514],
      ],
      z,
      side,
    ),
    abacus: path(
      [
        [500, -514],
        [INNER, -514],
      ],
      z,
      side,
      false,
    ),
    base: path(
      [
        [500, 312],
        [INNER, 312],
        [INNER, FLOOR],
        [500, FLOOR],
      ],
      z,
      side,
    ),
  };
}

/** A line or face that runs from the far wall towards and past the viewer. */
function run(heights: number[], side: 1 | -1): string {
  const near = 0.55;
  const far = heights.map(
    (y) => `${(CENTRE.x + (side * INNER) / WALL).toFixed(1)} ${(CENTRE.y + y / WALL).toFixed(1)}`,
  );
  const close = heights
    .map((y) => `${(CENTRE.x + (side * INNER) / near).toFixed(1)} ${(CENTRE.y + y / near).toFixed(1)}`)
    .reverse();
  return `M${[...far, ...close].join("L")}${heights.length > 1 ? "z" : ""}`;
}

function crossLines(): string {
  return Array.from({ length: PAIRS }, (_, k) => {
    const z = distance(k);
    const level = (y: number) =>
      path(
        [
          [-INNER, y],
          [INNER, y],
        ],
        z,
        1,
        false,
      );
    return level(CEILING - 1) + level(FLOOR);
  }).join("");
}

/** Fills its container and is cut at the edges; says nothing to assistive technology. */
export function Colonnade() {
  const pairs = Array.from({ length: PAIRS }, (_, k) => PAIRS - 1 - k); // the far ones first
  return (
    <svg
      viewBox="0 0 800 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      className="absolute inset-0 size-full fill-sunken stroke-ctl-edge"
      strokeWidth="0.75"
      strokeLinejoin="round"
    >
      <path
        d={path(
          [
            [-INNER, CEILING],
            [INNER, CEILING],
            [INNER, FLOOR],
            [-INNER, FLOOR],
          ],
          WALL,
          1,
        )}
      />
      <path
        d={path(
          [
            [-100, -200],
            [100, -200],
            [100, FLOOR],
            [-100, FLOOR],
          ],
          WALL,
          1,
        )}
        className="fill-ink"
        stroke="none"
      />
      <path d={crossLines()} className="fill-none stroke-line-2" />
      {pairs.flatMap((k) =>
        ([-1, 1] as const).map((side) => {
          const { shaft, flutes, capital, abacus, base } = column(k, side);
          return (
            <g key={`${k} ${side}`}>
              <path d={shaft} />
              <path d={flutes} className="fill-none stroke-line-2" />
              <path d={capital} />
              <path d={abacus} />
              <path d={base} />
            </g>
          );
        }),
      )}
      {([-1, 1] as const).map((side) => (
        <g key={side}>
          <path d={run([CEILING, -530], side)} />
          <path d={run([-568], side)} />
          <path d={run([-582], side)} />
          <path d={run([FLOOR], side)} />
        </g>
      ))}
    </svg>
  );
}
