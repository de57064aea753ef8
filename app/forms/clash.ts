/** What another person meanwhile set something to, as the words `clash` of `credentialForm` ask for it; nothing or an empty text is emptied. */
export function clashOf(now: string | boolean | null | undefined) {
  const value = String(now ?? "");
  return { now: typeof now === "boolean" ? (now ? "on" : "off") : value ? "set" : "empty", value };
}
