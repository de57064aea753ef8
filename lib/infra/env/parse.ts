import { z } from "zod";

/**
 * Reads the environment through a schema, once. Throws one line that names every wrong or missing variable;
 * never a value, which may be a secret.
 */
export function parseEnv<T extends z.ZodType>(
  schema: T,
  source: NodeJS.ProcessEnv = process.env,
): z.infer<T> {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "environment");
    return filled[name] === undefined ? `${name} is missing` : `${name} is not valid: ${issue.message}`;
  });
  throw new Error(`Portico does not start: ${words.join("; ")}. See docs/configuration.md.`);
}

/** `true`, `1` and `yes` are on; `false`, `0` and `no` are off. */
export const flag = z
  .enum(["true", "false", "1", "0", "yes", "no"])
  .transform((value) => ["true", "1", "yes"].includes(value));

/** A comma-separated list without empty entries. */
export const list = z.string().transform((value) =>
  value
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean),
);

/** JSON checked by a schema. */
export const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "is not JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
