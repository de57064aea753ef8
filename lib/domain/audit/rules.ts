import type { Prisma } from "#generated/client.ts";

/** What stands where something secret was. */
export const MASK = "[hidden]";

const secretName =
  /secret|password|passphrase|token(?!sPer)|api_?key|key_?hash|private_?key|credential_?value|authorization|cookie|nonce/i;
/** Tokens and keys that are known by how they look, wherever they stand: ours (not their prefix), providers', JWTs, PEM. */
const secretText =
  /\bptc_[a-z]+_\w{20,}|\bsk-[\w-]{8,}|\bgh[opsu]_\w{16,}|\bxox[a-z]-[\w-]{8,}|\beyJ[\w-]+\.[\w-]+\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*|:\/\/[^/\s:@]+:[^/\s@]+@/g;
const LONGEST = 500;

/** The text with whatever looks like a secret hidden. */
export const withoutSecrets = (text: string): string => text.replace(secretText, MASK);

function masked(name: string, value: unknown, depth = 0): Prisma.InputJsonValue | null {
  if (value === null || value === undefined) return null;
  if (secretName.test(name)) return MASK;
  if (typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "bigint") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") {
    const text = withoutSecrets(value);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  }
  if (typeof value !== "object" || value instanceof Uint8Array || depth > 4) return MASK;
  if (Array.isArray(value)) return value.slice(0, 100).map((entry) => masked(name, entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, masked(key, entry, depth + 1)]),
  );
}

type Json = Record<string, Prisma.InputJsonValue | null>;

/**
 * What a change changed, for the `detail` of its audit row: of `fields`, those that differ, as they were and as they are.
 * Whatever could be a secret, by its name or by its look, is hidden, and long texts are cut.
 */
export function changed<T extends object>(
  before: Partial<T> | null,
  after: Partial<T> | null,
  fields: readonly (keyof T & string)[],
): { before: Json; after: Json } {
  const was: Json = {};
  const is: Json = {};
  for (const field of fields) {
    const [a, b] = [plain(before?.[field]), plain(after?.[field])];
    if (a === b) continue;
    was[field] = masked(field, before?.[field]);
    is[field] = masked(field, after?.[field]);
  }
  return { before: was, after: is };
}

/** The same text for the same value, whatever the order of its keys. */
function plain(value: unknown): string {
  return (
    JSON.stringify(value ?? null, (_, entry: unknown) => {
      if (typeof entry === "bigint") return String(entry);
      if (!entry || typeof entry !== "object" || Array.isArray(entry)) return entry;
      return Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? "null"
  );
}
