/** What a mutation answers: what it did, or why it did not. What is not expected is thrown. */
export type Done<T> = { ok: true; value: T };
export type Refused = {
  ok: false;
  /** Names a sentence in messages/*.json under `reasons`. */
  reason: string;
  /** Values of that sentence. */
  values?: Record<string, string | number>;
  /** The input that is to blame, if one is. */
  field?: string;
  /** More for the screen than a sentence, such as the stages of a failed test. JSON, without secrets. */
  detail?: unknown;
};
export type Outcome<T = undefined> = Done<T> | Refused;

export function done(): Done<undefined>;
export function done<T>(value: T): Done<T>;
export function done<T>(value?: T): Done<T | undefined> {
  return { ok: true, value };
}

export const refused = (reason: string, options: Omit<Refused, "ok" | "reason"> = {}): Refused => ({
  ok: false,
  reason,
  ...options,
});
