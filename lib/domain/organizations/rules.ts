/** A slug suggested for a name: `Acme Research` becomes `acme-research`. Empty when nothing of it can be used. */
export function suggestSlug(name: string, maxLength = 30): string {
  return name
    .normalize("NFKD")
    .replace(/[̀-ͯ]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, maxLength)
    .replace(/-+$/, "");
}

/** Why somebody may not simply make an organization; null if they may. The platform's staff always may. */
export function mayCreateOrganization(
  creation: "free" | "approval" | "off",
  who: { platformAdmin: boolean },
): "organizations_by_approval" | "organizations_off" | null {
  if (creation === "free" || who.platformAdmin) return null;
  return creation === "approval" ? "organizations_by_approval" : "organizations_off";
}
