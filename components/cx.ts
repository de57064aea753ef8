/** Joins class names, leaving out what is not set. */
export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}

/**
 * Only the attributes that say something. React sends a server part's attributes to the browser, those without a value too,
 * and a table repeats them in each cell.
 */
export function attributes<T extends object>(all: T): Partial<T> {
  const said = Object.entries(all).filter(
    ([, value]) => value !== undefined && value !== false && value !== "",
  );
  return Object.fromEntries(said) as Partial<T>;
}
