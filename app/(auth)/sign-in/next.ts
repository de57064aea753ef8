/**
 * Where to go after sign-in: the path that was asked for if it is one of ours, else the start. Never another origin,
 * however it is written, and never back to signing in.
 */
export function safeNext(asked: unknown, ownUrl: string): string {
  if (typeof asked !== "string" || !asked.startsWith("/")) return "/";
  let target: URL;
  try {
    target = new URL(asked, ownUrl);
  } catch {
    return "/";
  }
  if (target.origin !== new URL(ownUrl).origin) return "/";
  // A path that begins with two slashes would be another host again once it stands alone.
  if (target.pathname.startsWith("//")) return "/";
  if (/^\/(sign-in|api)(\/|$)/.test(target.pathname)) return "/";
  return target.pathname + target.search + target.hash;
}
