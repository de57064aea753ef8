import type { Condition } from "#lib/domain/clusters/contract/meta.ts";

export type ConditionInput = Pick<Condition, "type" | "status" | "reason" | "message">;

/** Sets `lastTransitionTime`: now for a condition whose status is new, else as it was. Messages stay under the API's limit. */
export function stampConditions(
  wanted: ConditionInput[],
  previous: Condition[],
  observedGeneration: number,
  now: string,
): Condition[] {
  return wanted.map((condition) => {
    const before = previous.find((other) => other.type === condition.type);
    return {
      ...condition,
      message: condition.message.slice(0, 4096),
      observedGeneration,
      lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime : now,
    };
  });
}
