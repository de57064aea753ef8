import { median, p95 } from "../support/numbers.ts";

/** Milliseconds of one side. */
export type Side = { median: number; p95: number };
/** One work done in two ways; `goal` is the most that the first may take of the second's median. */
export type Comparison = { name: string; goal: number | null; one: Side; other: Side };

const WARM = 50;

/** Runs two sides by turns, `turns` times each after some that do not count. */
export async function byTurns(
  name: string,
  goal: number | null,
  turns: number,
  one: (turn: number) => Promise<unknown>,
  other: (turn: number) => Promise<unknown>,
): Promise<Comparison> {
  const times: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns + WARM; turn += 1) {
    // Who is first changes, so that neither side always finds the other's pages in memory.
    const order = turn % 2 ? [0, 1] : [1, 0];
    for (const side of order) {
      const started = performance.now();
      await (side === 0 ? one : other)(turn);
      if (turn >= WARM) times[side as 0 | 1].push(performance.now() - started);
    }
  }
  const sideOf = (numbers: number[]): Side => ({ median: median(numbers), p95: p95(numbers) });
  return { name, goal, one: sideOf(times[0]), other: sideOf(times[1]) };
}
