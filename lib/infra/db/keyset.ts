import { idIn } from "./id.ts";

/** Where a page of a list begins: below the row `before`, above the row `after`, or at the newest (both null). */
export type Keyset = { before: string | null; after: string | null };

/** Where a page begins, as it stands in an address. Wrong values fall back to the beginning, so that any link opens. */
export const keysetIn = (query: Record<string, string | string[] | undefined>): Keyset => ({
  before: idIn(query.before),
  after: idIn(query.after),
});

/** One page, newest first, and the keys from which the pages at its sides begin; null where there is none. */
export type Page<T> = { rows: T[]; newer: string | null; older: string | null };

/**
 * One page of a list that is ordered by id, or by another `keyOf` a row, newest first: the same one query at any depth.
 * `read` is asked for `take` rows beyond `edge` (from the end of the list when null), oldest first when `upwards`, newest
 * first otherwise.
 */
export async function keysetPage<T extends { id: string }>(
  { before, after }: Keyset,
  size: number,
  read: (from: { edge: string | null; upwards: boolean; take: number }) => Promise<T[]>,
  keyOf: (row: T) => string = ({ id }) => id,
): Promise<Page<T>> {
  const upwards = after !== null;
  const found = await read({ edge: after ?? before, upwards, take: size + 1 });
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (upwards) rows.reverse();
  const [first = null, last = null] = [rows[0], rows.at(-1)].map((row) => row && keyOf(row));
  return {
    rows,
    newer: upwards ? (more ? first : null) : before ? first : null,
    older: upwards || more ? last : null,
  };
}
