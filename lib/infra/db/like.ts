/** A text as LIKE takes it literally: Prisma hands what people type to LIKE as it is, where `_` and `%` mean more. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
