const wanted = new Set((process.env.PORTICO_FAILPOINTS ?? "").split(",").filter(Boolean));

/**
 * A place where a test may kill this process, as SIGKILL would: `PORTICO_FAILPOINTS=project.after.namespace,…` exits with
 * 137 when the named place is reached. Without that variable it does nothing.
 */
export function failpoint(name: string): void {
  if (wanted.has(name)) process.exit(137);
}
