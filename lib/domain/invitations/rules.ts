import { type OrganizationRole, organizationRoles } from "#lib/domain/access/permissions.ts";

/** How long a link opens, in hours. */
export const linkHours = 72;

export type Pasted = {
  /** What was written. */
  text: string;
  email: string | null;
  role: OrganizationRole;
  /** Why this one cannot be sent; null for none. */
  problem: "email_form" | "twice" | null;
};

const address = /[^\s<>()[\]",;:]+@[^\s<>()[\]",;:]+/;
const wellFormed = /^[^\s@]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]*[a-z0-9]$/;

/**
 * Reads pasted addresses, from a line each or a mail program's list: `Ada <ada@x.example>; bob@x.example admin`. A word for a
 * role after an address counts for it; the others get `fallback`. Whatever cannot be read is named as it was written.
 */
export function readAddresses(pasted: string, fallback: OrganizationRole): Pasted[] {
  const seen = new Set<string>();
  return pasted
    .split(/[\n\r,;]+/)
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => {
      const found = address.exec(text);
      const email = found?.[0].toLowerCase() ?? null;
      const rest = found ? text.slice(found.index + found[0].length).toLowerCase() : "";
      const role = organizationRoles.find((one) => new RegExp(`\\b${one}\\b`).test(rest)) ?? fallback;
      if (!email || email.length > 254 || !wellFormed.test(email))
        return { text, email, role, problem: "email_form" as const };
      const problem = seen.has(email) ? ("twice" as const) : null;
      seen.add(email);
      return { text, email, role, problem };
    });
}

export type InvitationState = "open" | "accepted" | "expired" | "revoked";

/** How an invitation stands. */
export function invitationState(
  row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now = new Date(),
): InvitationState {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt <= now ? "expired" : "open";
}

/** An address as others may see it: `l…@northmoor.example`. */
export const maskAddress = (email: string): string => email.replace(/^(.).*(?=@)/, "$1…");
