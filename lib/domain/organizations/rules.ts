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
