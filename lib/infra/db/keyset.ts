/** Where a page of a list begins: below the row `before`, above the row `after`, or at the newest (both null). */
export type Keyset = { before: string | null; after: string | null };

/** One page, newest first, and the ids from which the pages at its sides begin; null where there is none. */
export type Page<T> = { rows: T[]; newer: string | null; older: string | null };

/**
 * One page of a list that is ordered by id, newest first: the same one query at any depth. `read` is asked for `take` rows
 * beyond `edge` (from the end of the list when null), oldest first when `upwards`, newest first otherwise.
 */
export async function keysetPage<T extends { id: string }>(
  { before, after }: Keyset,
  size: number,
  read: (from: { edge: string | null; upwards: boolean; take: number }) => Promise<T[]>,
): Promise<Page<T>> {
  const upwards = after !== null;
  const found = await read({ edge: after ?? before, upwards, take: size + 1 });
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (upwards) rows.reverse();
  const first = rows[0]?.id ?? null;
  const last = rows.at(-1)?.id ?? null;
  return {
    rows,
    newer: upwards ? (more ? first : null) : before ? first : null,
    older: upwards || more ? last : null,
  };
}
