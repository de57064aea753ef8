/** A value axis from nothing: `top` is the end, `marks` are where lines stand, both ends included. */
export type Axis = { top: number; marks: number[] };

/** Up to six even parts of a round size that hold `most`, whole ones for a whole number: half a request is none. Nothing at all gives an axis of one. */
export function axis(most: number): Axis {
  if (!(most > 0)) return { top: 1, marks: [0, 1] };
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10]
    .map((part) => part * power)
    .filter((size) => Number.isInteger(size) || !Number.isInteger(most))
    .find((size) => size * 5 >= most - power * 1e-9)!;
  const parts = Math.ceil(most / step - 1e-9);
  // Multiples of a power of ten are written by division, which keeps 0.3 from being 0.30000000000000004.
  const marks = Array.from({ length: parts + 1 }, (_, n) => Number((n * step).toPrecision(12)));
  return { top: marks[parts]!, marks };
}
