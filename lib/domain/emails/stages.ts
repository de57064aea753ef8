const day = 86_400_000;

/**
 * Of which of the days before an end its people are to be told now; null for none. Of several that have passed since somebody
 * looked, it is the last; what was told of is not told again.
 * @param stages days before the end, the most first; 0 is the end itself
 * @param of `since`: what lives no longer than a stage's days is not told of at it, as whoever made it knows
 */
export function stageDue<Stage extends number>(
  stages: readonly Stage[],
  { expiresAt, expiryTold, since }: { expiresAt: Date | null; expiryTold: number | null; since?: Date },
  now: Date,
): Stage | null {
  if (!expiresAt) return null;
  const left = expiresAt.getTime() - now.getTime();
  const life = since ? expiresAt.getTime() - since.getTime() : Number.POSITIVE_INFINITY;
  const due = stages.findLast((days) =>
    days === 0 ? left <= 0 : left > 0 && left <= days * day && life > days * day,
  );
  return due !== undefined && (expiryTold === null || expiryTold > due) ? due : null;
}

/** The condition on rows for which a stage has come of which nobody was told. */
export const whereDue = (stages: readonly number[], now: Date) => ({
  OR: stages.map((days) => ({
    expiresAt: days === 0 ? { lte: now } : { gt: now, lte: new Date(now.getTime() + days * day) },
    OR: [{ expiryTold: null }, { expiryTold: { gt: days } }],
  })),
});
