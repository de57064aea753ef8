import { Prisma } from "#generated/client.ts";

/** Whether a statement was refused because a unique key is taken; with `part`, because that index or column is. */
export function isTaken(error: unknown, part?: string): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") return false;
  return (
    part === undefined || JSON.stringify(error.meta ?? {}).includes(part) || error.message.includes(part)
  );
}

/** Whether the database could not be reached, or ended the connection: the same request may work in a moment. */
export function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  const known = [
    "P1001",
    "P1002",
    "P1008",
    "P1017",
    "P2024",
    "P2028",
    "ECONNREFUSED",
    "ECONNRESET",
    "57P01",
    "57P03",
  ];
  if (typeof code === "string" && known.includes(code)) return true;
  const message = error instanceof Error ? error.message : "";
  return /ECONNREFUSED|ECONNRESET|Can't reach database server|Connection terminated|terminating connection|the database system is/i.test(
    message,
  );
}

/** Whether Postgres could not keep or compare a value that came from outside: a NUL, a number or a time out of range, no uuid. */
export function isUnreadable(error: unknown): boolean {
  const text =
    error instanceof Error
      ? `${error.message} ${JSON.stringify((error as { meta?: unknown }).meta ?? {})}`
      : "";
  return /\b(22021|22P02|22P05|22003|22007|22008)\b|unexpected end of hex escape|invalid byte sequence/.test(
    text,
  );
}
