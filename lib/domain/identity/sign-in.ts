import type { NextRequest } from "next/server";
import { refuseSignIns } from "#lib/domain/access/limits.ts";
import { problemOf } from "#lib/domain/access/problems.ts";
import { handleAuth } from "#lib/infra/auth/index.ts";
import { createProviders } from "#lib/infra/auth/providers.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { noteSuspended, openLoginSession, signInUser } from "./mutations.ts";
import { absoluteHours } from "./rules.ts";

/** The providers that people may choose from: id for the address, label for the button, and what has it ask once more. */
export const signInProviders = () =>
  providers().map(({ id, label, askAgain }) => ({ id, label, askAgain: { ...askAgain } }));

const providers = () => createProviders(webEnv().PORTICO_PROVIDERS, webEnv().PORTICO_GROUPS_CLAIM);

/** GET and POST of /api/auth/*. */
export async function signInRoute(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
  requestId: string,
) {
  const busy = await refuseSignIns(clientAddress(request.headers));
  if (busy) return problemOf(busy, requestId, { "retry-after": "10" });
  const env = webEnv();
  const config = {
    url: env.PORTICO_URL,
    secret: env.PORTICO_AUTH_SECRET,
    providers: providers(),
    maxAge: absoluteHours * 3600,
  };
  return handleAuth(request, context, config, {
    async signIn(provider, profile) {
      const { userId, suspended } = await signInUser({
        provider,
        issuer: profile.issuer,
        subject: profile.id,
        displayName: profile.name.slice(0, 200),
        email: profile.email,
        emailVerified: profile.emailVerified,
        groups: profile.groups,
      });
      if (suspended) {
        await noteSuspended(userId, profile.name.slice(0, 200), clientAddress(request.headers));
        throw new Error("portico_suspended");
      }
      return userId;
    },
    open: openLoginSession,
  });
}
