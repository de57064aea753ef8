"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { userAction } from "#lib/domain/access/action.ts";
import { revokeLoginSession } from "#lib/domain/identity/mutations.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** Ends this browser's login session and drops its cookie. */
export const signOutAction = userAction({
  name: "identity.sign-out",
  input: z.object({}),
  run: async ({ viewer, open }) => {
    const outcome = await open.own(async (tx) => {
      await revokeLoginSession(tx, viewer.userId, viewer.loginSessionId);
      return { ...done(), audit: { target: { kind: "login-session", id: viewer.loginSessionId } } };
    });
    (await cookies()).delete(sessionCookie(webEnv().PORTICO_URL));
    return outcome;
  },
});

/** Ends one of one's other login sessions. */
export const revokeLoginSessionAction = userAction({
  name: "identity.revoke-login-session",
  input: z.object({ id: z.uuid() }),
  run: ({ viewer, input, open }) =>
    open.own(async (tx) => ({
      ...((await revokeLoginSession(tx, viewer.userId, input.id)) ? done() : refused("not_found")),
      audit: { target: { kind: "login-session", id: input.id } },
    })),
});
