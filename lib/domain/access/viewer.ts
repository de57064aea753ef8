import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { clientAddress } from "#lib/infra/http/address.ts";

/** The token of the login session that the request's cookie names. */
export const loginToken = async (): Promise<string | undefined> =>
  (await cookies()).get(sessionCookie(webEnv().PORTICO_URL))?.value;

/** Where a page tells that its reader pressed a key or a button. */
export const touchPath = "/api/touch";

/**
 * Whether a person caused the request: an address opened, an action, a touch. Event streams, and pages that read
 * themselves again because something changed, must not keep an abandoned browser signed in.
 */
function isActive(request: Headers): boolean {
  return (
    request.get("sec-fetch-mode") === "navigate" ||
    request.has("next-action") ||
    request.get("x-portico-path") === touchPath
  );
}

/** Who is signed in, read from the database once a request; null for nobody. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const token = await loginToken();
  const request = await headers();
  return token ? findViewer(token, { active: isActive(request), address: clientAddress(request) }) : null;
});

/** Who is signed in at this moment, past what the request has read before: for actions that take long. */
export async function viewerNow(): Promise<Viewer | null> {
  const token = await loginToken();
  return token ? findViewer(token) : null;
}

/** Who is signed in; sends everybody else to sign in and back to the same address. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer) return viewer;
  const path = (await headers()).get("x-portico-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
