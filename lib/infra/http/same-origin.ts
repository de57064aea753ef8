/**
 * Whether a cookie-carrying write came from our own pages: the browser says `Sec-Fetch-Site: same-origin`, or the
 * Origin is exactly ours. Neither header means no.
 */
export function isSameOrigin(headers: Headers, ownUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  return origin !== null && origin === new URL(ownUrl).origin;
}
