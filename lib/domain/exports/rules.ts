import { stringify } from "csv-stringify/sync";
import type { ExportFormat, ExportKind } from "./schema.ts";

/** How long a file is kept after it was made. */
export const KEPT_DAYS = 7;
/** A part of a file is written once it has this many bytes. */
export const PART_BYTES = 1 << 20;

export type Line = Record<string, unknown>;

/**
 * Lines as text. CSV has a head when they are the file's first ones; a cell that a spreadsheet would run as a formula begins
 * with an apostrophe. Lines of one CSV file have the same keys.
 */
export function linesAsText(format: ExportFormat, lines: readonly Line[], first: boolean): string {
  if (format === "ndjson") return lines.map((line) => `${JSON.stringify(line, asJson)}\n`).join("");
  const [sample] = lines;
  if (!sample) return "";
  return stringify(lines.map(flat), {
    header: first,
    columns: Object.keys(sample),
    escape_formulas: true,
    record_delimiter: "\r\n",
  });
}

const asJson = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

const flat = (line: Line): Line =>
  Object.fromEntries(
    Object.entries(line).map(([key, value]) => [
      key,
      value instanceof Date
        ? value.toISOString()
        : value && typeof value === "object"
          ? JSON.stringify(value, asJson)
          : value,
    ]),
  );

/** `audit_northmoor_2026-11-22.csv`: what, whose, and the day it was asked for (UTC). */
export const fileName = (
  kind: ExportKind,
  organization: string,
  format: ExportFormat,
  askedAt: Date,
): string => `${kind}_${organization}_${askedAt.toISOString().slice(0, 10)}.${format}`;

export const contentTypes: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
};
