/**
 * The end of a day (`2026-11-22`), where the person is, as an instant; null for no day. Empty for one that is no instant, as of
 * a year of five digits, which fields for dates let one type: the server refuses that.
 */
export function endOfDay(day: string): string | null {
  if (!day) return null;
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? "" : end.toISOString();
}

/** The day of an instant, where the person is, as a field for dates holds it; empty for none. */
export function dayOf(until: string | Date | null): string {
  if (!until) return "";
  const at = new Date(until);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The day so many days after today, where the person is. */
export function dayIn(days: number, now: Date = new Date()): string {
  // At noon: no clock that is set forward or back makes that another day.
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 12));
}
