/** Something to go to. `keywords` are other words that find it; `mono` is for names a machine reads. */
export type PaletteItem = {
  id: string;
  label: string;
  detail?: string;
  href: string;
  keywords?: string;
  mono?: boolean;
};
export type PaletteGroup = { title: string; items: PaletteItem[] };

/** The items whose label, detail or keywords hold every word that was typed; groups left empty are dropped. */
export function matching(groups: PaletteGroup[], query: string): PaletteGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => {
        const text = `${item.label} ${item.detail ?? ""} ${item.keywords ?? ""}`.toLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.items.length > 0);
}
