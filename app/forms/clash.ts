/** Whether another person meanwhile set something else than what this one typed; undefined is for nothing typed. */
export const clashes = <T>(typed: T | undefined, first: T, now: T): boolean =>
  typed !== undefined && now !== first && now !== typed;

/** What another person meanwhile set something to, as the words `clash` of `credentialForm` ask for it; nothing or an empty text is emptied. */
export function clashOf(now: string | boolean | null | undefined) {
  const value = String(now ?? "");
  return { now: typeof now === "boolean" ? (now ? "on" : "off") : value ? "set" : "empty", value };
}
