import { randomBytes } from "node:crypto";

/** A short id that a person can read out: `r-` and 16 hex digits. */
export const newRequestId = (): string => `r-${randomBytes(8).toString("hex")}`;
