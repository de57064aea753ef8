const wanted = new Set((process.env.PORTICO_FAILPOINTS ?? "").split(",").filter(Boolean));

/**
 * A place where a test may kill this process, as SIGKILL would: `PORTICO_FAILPOINTS=project.after.guards@acme-vision,…` exits
 * with 137 when the named place is reached for that key; without `@` for any. Without the variable it does nothing.
 */
export function failpoint(place: string, key = ""): void {
  if (wanted.size > 0 && (wanted.has(place) || wanted.has(`${place}@${key}`))) process.exit(137);
}
