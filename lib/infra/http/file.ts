/** A file that is read part by part as it goes out. `bytes` is its length, `name` what it is saved as. */
export type FileAnswer = { body: ReadableStream<Uint8Array>; type: string; name: string; bytes: number };

/** Answers with a file that is saved, and never shown by a browser. */
export const fileResponse = (
  { body, type, name, bytes }: FileAnswer,
  headers: Record<string, string> = {},
): Response =>
  new Response(body, {
    headers: {
      ...headers,
      "content-type": type,
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
