"use server";

import { cookies } from "next/headers";
import { userAction } from "#lib/domain/access/action.ts";
import { revokeLoginSessionCommand, signOutCommand } from "#lib/domain/identity/commands.ts";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** Ends this browser's login session and drops its cookie. */
export const signOutAction = userAction({
  ...signOutCommand,
  run: async (context) => {
    const outcome = await signOutCommand.run(context);
    (await cookies()).delete(sessionCookie(webEnv().PORTICO_URL));
    return outcome;
  },
});

export const revokeLoginSessionAction = userAction(revokeLoginSessionCommand);
