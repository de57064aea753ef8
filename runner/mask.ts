/** What stands where a credential's value stood. */
export const masked = "[masked]";

const shortest = 6;
const shortestPart = 12;

/**
 * Makes a function that replaces every given secret in a text. A secret is also found in base64, percent-encoded
 * and JSON-escaped form, and by each of its lines, words and JSON fields when those are long enough to be secrets
 * themselves. Values under six characters are left alone: masking them would destroy ordinary text.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    const value = secret.trim();
    if (value.length < shortest) continue;
    for (const part of [value, ...partsOf(value)]) {
      forms.add(part);
      forms.add(encodeURIComponent(part));
      forms.add(JSON.stringify(part).slice(1, -1));
      const base64 = Buffer.from(part).toString("base64");
      forms.add(base64);
      forms.add(base64.replace(/=+$/, ""));
      forms.add(Buffer.from(part).toString("base64url"));
    }
  }
  // Longest first, so that a value is not left half visible when another one is its beginning.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((result, form) => result.replaceAll(form, masked), text);
}

/** The fields of JSON; else lines, words, and what stands behind a `=`: each may be told by itself. */
function partsOf(value: string): string[] {
  const texts = fieldsOf(value) ?? [value];
  const words = texts.flatMap((text) => [/[\r\n]+/, /\s+/, /[\s"'`,;]+/].flatMap((end) => text.split(end)));
  const assigned = words.flatMap((word) => /^[^=]+=(.+)$/.exec(word)?.[1] ?? []);
  return [...texts, ...words, ...assigned].filter((part) => part.length >= shortestPart && !isAddress(part));
}

/** Plain addresses are no secrets, and ordinary text is full of them. */
const isAddress = (text: string): boolean => /^https?:\/\/[^\s@?]+$/.test(text);

/** The texts within JSON; null for what is none. */
function fieldsOf(value: string): string[] | null {
  const found: string[] = [];
  const collect = (item: unknown): void => {
    if (typeof item === "string") found.push(item);
    else if (item !== null && typeof item === "object")
      for (const inner of Object.values(item)) collect(inner);
  };
  try {
    collect(JSON.parse(value));
    return found;
  } catch {
    return null;
  }
}

/** Applies a mask to every string in a JSON value, keys included. */
export function maskDeep(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskDeep(item, mask));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskDeep(item, mask)]));
}
