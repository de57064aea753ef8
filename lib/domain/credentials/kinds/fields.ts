import { z } from "zod";

/** A secret of one line. Header-safe, so that a stray line break is an error here and not at the provider. */
export const secretLine = z
  .string()
  .trim()
  .min(8, "value_short")
  .max(4_000, "too_long")
  .regex(/^[\x21-\x7e]+$/, "value_form");

/** The most characters of a secret in several lines: a Secret holds a mebibyte, of all credentials together. */
export const mostText = 64 * 1024;

/** Left out where nothing, or only spaces, was written. */
export const leftOut = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (typeof value === "string" && value.trim() === "" ? undefined : value),
    schema.optional(),
  );

/** An address to build on: `https://host[:port][/path]`, without a slash at its end. Which hosts may be asked, the guard says. */
export const address = z
  .string("required")
  .trim()
  .min(1, "required")
  .max(500, "too_long")
  .refine((text) => {
    const url = URL.parse(text);
    return (
      url !== null &&
      ["https:", "http:"].includes(url.protocol) &&
      url.username + url.password + url.search + url.hash === ""
    );
  }, "base_url_form")
  .transform((text) => new URL(text).href.replace(/\/+$/, ""));

/** A line that a pattern describes. */
export const line = (pattern: RegExp, reason: string, most = 200) =>
  z.string("required").trim().min(1, "required").max(most, "too_long").regex(pattern, reason);

/** One or more certificates as PEM. They stand in an annotation, and all of a Secret's together have 256 KiB. */
const certificates = z
  .string()
  .trim()
  .max(16 * 1024, "too_long")
  .regex(/^(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/, "pem_form");

/** How a server of one's own is spoken to: whether its certificate is checked, and by which authority. */
export const connection = {
  settings: { verifyTls: z.boolean().default(true), ca: leftOut(certificates) },
  fields: {
    verifyTls: { control: "switch", initial: true, rare: true },
    ca: { control: "text", optional: true, rare: true },
  },
} as const;

/** The id of a model, as its provider writes it. */
export const modelId = line(/^[\w.:@/-]+$/, "model_form");
