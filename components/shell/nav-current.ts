/** The address among `hrefs` that is the longest beginning of the present path, whole segments only. */
export function currentHref(hrefs: string[], path: string): string | undefined {
  return hrefs
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}
