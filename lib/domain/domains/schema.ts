import { z } from "zod";
import { isFreeMail } from "./rules.ts";

/** A mail domain in ASCII, as it stands behind the @. */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "required")
  .max(200, "too_long")
  .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z][-a-z0-9]{0,61}[a-z0-9]$/, "domain_form")
  .refine((value) => !isFreeMail(value), "domain_free");

const joining = z.enum(["off", "ask", "auto"]);
/** What somebody becomes who joins by their address. */
const role = z.enum(["member", "billing"]);

export const addDomainInput = z.strictObject({ domain });
export const domainInput = z.strictObject({ domainId: z.uuid() });
export const updateDomainInput = domainInput.extend({ joining, role });
export type UpdateDomainInput = z.infer<typeof updateDomainInput>;
