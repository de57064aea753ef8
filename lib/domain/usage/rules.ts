const dayMs = 86_400_000;

/** Days of UTC, both of them included. */
export type Range = { from: string; to: string };

/** A day of UTC as `2026-11-22`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** How many days a range has, both ends included; none or fewer where it ends before it begins. */
export const countDays = ({ from, to }: Range): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;

/** The days of a range, both ends included; none where it ends before it begins. */
export const daysOf = (range: Range): string[] =>
  Array.from({ length: Math.max(0, countDays(range)) }, (_, n) =>
    dayOf(new Date(Date.parse(range.from) + n * dayMs)),
  );

/** What is asked for where less is said: the thirty days up to `to`, which is today. */
export function rangeOf(from?: string, to: string = dayOf(new Date())): Range {
  return { from: from ?? dayOf(new Date(Date.parse(to) - 29 * dayMs)), to };
}

/** Costs are US dollars. */
export type UsageSums = {
  requests: number;
  failures: number;
  promptTokens: number;
  completionTokens: number;
  cost: number;
};
/** Sums of one day, key, model or project: `id` is the day, the model, or the id of the others; `name` what people call it. */
export type UsageRow = UsageSums & { id: string; name: string };

/** Rows of keys, models or projects that a page shows one by one; those that were used least are one row. */
export const mostShown = 50;

/** In how many parts of a dollar costs are shown: many calls cost less than a cent. */
const parts = 10_000;

/** Costs in ten-thousandths of a dollar, which come to those of the total: where most was cut off, one is added. */
export function shownCosts(costs: readonly number[], total: number): number[] {
  const whole = costs.map((cost) => Math.floor(cost * parts));
  const left = Math.round(total * parts) - whole.reduce((all, one) => all + one, 0);
  const cutOff = (at: number) => (costs[at] ?? 0) * parts - (whole[at] ?? 0);
  const order = costs.map((_, at) => at).sort((a, b) => cutOff(b) - cutOff(a));
  const raised = new Set(order.slice(0, left));
  return whole.map((one, at) => one + (raised.has(at) ? 1 : 0));
}

/** The first day of the month of UTC that a time is in. */
export const monthOf = (time: Date): string => `${time.toISOString().slice(0, 7)}-01`;

/** When the month of UTC that a time is in is over: what is counted by the month begins anew. */
export const nextMonth = (time: Date): Date =>
  new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1));

/** The month of UTC that an address names as `2026-11`, up to its last day or today. One that is none, or is yet to come, is the present one. */
export function monthRange(month: unknown, now: Date = new Date()): Range {
  const present = monthOf(now).slice(0, 7);
  const known = typeof month === "string" && /^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$/.test(month);
  if (!known || month >= present) return { from: monthOf(now), to: dayOf(now) };
  const from = new Date(`${month}-01`);
  return { from: dayOf(from), to: dayOf(new Date(nextMonth(from).getTime() - dayMs)) };
}

/** The months beside the one that a range is of, as addresses name them: none after the present one. */
export function monthsBeside(
  { from }: Range,
  now: Date = new Date(),
): { before: string; after: string | null } {
  const first = new Date(from);
  const after = nextMonth(first);
  return {
    before: monthOf(new Date(first.getTime() - dayMs)).slice(0, 7),
    after: after > now ? null : dayOf(after).slice(0, 7),
  };
}
