import { can, type Holder } from "#lib/domain/access/permissions.ts";
import type { FileAnswer } from "#lib/infra/http/file.ts";
import type { ExportRow } from "./data.ts";
import { contentTypes, fileName } from "./rules.ts";
import type { ExportKind } from "./schema.ts";

/** The kinds of an organization's files that somebody may have. */
export const kindsFor = (holder: Holder): ExportKind[] => [
  ...(can(holder, "audit:export") ? (["audit"] as const) : []),
  ...(can(holder, "organization:export") ? (["organization"] as const) : []),
];

/**
 * The file of an export, part by part as it is read. Before each part the right to have it is asked for again: a file that
 * is under way ends with an error when it was taken away.
 * @param whose stands in the file's name
 * @param part reads one part; null behind the end
 */
export function exportFile(
  row: ExportRow,
  whose: string,
  may: () => Promise<boolean>,
  part: (position: number) => Promise<Uint8Array | null>,
): FileAnswer {
  let position = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!(await may())) return controller.error(new Error("The right to this file was taken away."));
      const next = await part(position++);
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
  const name = fileName(row.kind, whose, row.format, row.createdAt);
  return { body, type: contentTypes[row.format], name, bytes: row.bytes };
}
