/** A body that cannot be read; `reason` names the sentence. */
export class BodyError extends Error {
  readonly reason: "body_large" | "body_type" | "body_form" | "text_form";
  constructor(reason: BodyError["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

const usually = 1024 * 1024;
const deepest = 20;

/** The JSON of a request, of at most `most` bytes (a mebibyte) and 20 levels deep. Undefined without a body. @throws BodyError */
export async function jsonBody(request: Request, most = usually): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > most) throw new BodyError("body_large");
  const text = await readText(request, most);
  if (text === "") return undefined;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new BodyError("body_type");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BodyError("body_form");
  }
  check(value, 0);
  return value;
}

/** The body of a request; null for one of more than `limit` bytes, which is not read to its end. */
export async function bytesOf(request: Request, limit: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readText(request: Request, most: number): Promise<string> {
  const body = await bytesOf(request, most);
  if (!body) throw new BodyError("body_large");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new BodyError("text_form");
  }
}

/** Postgres keeps neither a NUL nor half of a surrogate pair. */
export const isKeepable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

function check(value: unknown, depth: number): void {
  if (depth > deepest) throw new BodyError("body_form");
  if (typeof value === "string" && !isKeepable(value)) throw new BodyError("text_form");
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!isKeepable(key)) throw new BodyError("text_form");
    check(inner, depth + 1);
  }
}
