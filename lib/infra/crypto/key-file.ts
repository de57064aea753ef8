import { readFileSync, statSync } from "node:fs";
import type { z } from "zod";

/**
 * Reads keys from a JSON file, again when it has changed, so that a rotation needs no restart.
 * @throws when they cannot be read
 */
export function keyFile<Schema extends z.ZodType>(schema: Schema): (path: string) => z.infer<Schema> {
  let read: { path: string; changed: number; keys: z.infer<Schema> } | undefined;
  return (path) => {
    const { mtimeMs: changed } = statSync(path);
    if (read?.path !== path || read.changed !== changed)
      read = { path, changed, keys: schema.parse(JSON.parse(readFileSync(path, "utf8"))) };
    return read.keys;
  };
}

/** The newest of several keys that has begun at `now`; null for none. One without `from` has always been. */
export function newestOf<Key extends { from?: string }>(keys: readonly Key[], now: Date): Key | null {
  const since = ({ from }: Key) => (from ? Date.parse(from) : 0);
  return keys
    .filter((key) => since(key) <= now.getTime())
    .reduce<Key | null>((newest, key) => (newest && since(newest) > since(key) ? newest : key), null);
}
