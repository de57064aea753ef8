import { randomBytes } from "node:crypto";

/** A short id that a person can read out: `r-` and 16 hex digits. */
export const newRequestId = (): string => `r-${randomBytes(8).toString("hex")}`;

/** Whether a text is such an id: what others may have written is read only if it is one. */
export const isRequestId = (text: string): boolean => /^r-[0-9a-f]{16}$/.test(text);
