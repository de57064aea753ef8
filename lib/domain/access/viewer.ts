import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** The token of the login session that the request's cookie names. */
export const loginToken = async (): Promise<string | undefined> =>
  (await cookies()).get(sessionCookie(webEnv().PORTICO_URL))?.value;

/** Who is signed in, read from the database once a request; null for nobody. */
export const currentViewer = cache(async (): Promise<Viewer | null> => {
  const token = await loginToken();
  return token ? findViewer(token) : null;
});

/** Who is signed in; sends everybody else to sign in and back to the same address. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer();
  if (viewer) return viewer;
  const path = (await headers()).get("x-portico-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
