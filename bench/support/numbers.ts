/** The value below which a share `q` (0 to 1) of the numbers lies, by nearest rank. Throws for an empty list. */
export function quantile(numbers: readonly number[], q: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  if (value === undefined) throw new Error("There is no quantile of nothing.");
  return value;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);
export const p95 = (numbers: readonly number[]): number => quantile(numbers, 0.95);

/** Milliseconds as people read them. */
export const ms = (value: number): string =>
  value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;

export const ratio = (value: number): string => `${value.toFixed(2)} ×`;
