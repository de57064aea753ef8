/** How full something is: the words and the colour follow from it. */
export type MeterLevel = {
  /** Share of the limit, 0 to 100, cut at 100; 0 without a limit. One decimal. */
  percent: number;
  /** `free` below 80 %, `near` from 80 %, `full` from 100 %. */
  level: "free" | "near" | "full";
};

const NEAR = 80;

/** Judges `used` against `limit` (same unit; null is no limit). A limit of 0 is full at once: nothing fits. */
export function meterLevel(used: number, limit: number | null): MeterLevel {
  if (limit === null) return { percent: 0, level: "free" };
  if (limit <= 0) return { percent: 100, level: "full" };
  const share = (Math.max(0, used) / limit) * 100;
  if (share >= 100) return { percent: 100, level: "full" };
  // Cut, not rounded: 99.96 % is not full.
  return { percent: Math.floor(share * 10) / 10, level: share >= NEAR ? "near" : "free" };
}
