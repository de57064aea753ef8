import { z } from "zod";
import { userCommand } from "#lib/domain/access/command.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { revokeLoginSession } from "./mutations.ts";

/** Ends the login session that the change is asked from. */
export const signOutCommand = userCommand({
  name: "identity.sign-out",
  input: z.object({}),
  run: ({ viewer: { userId, loginSessionId: id }, open }) =>
    open.own(async (tx) => {
      await revokeLoginSession(tx, userId, id);
      return { ...done(), audit: { target: { kind: "login-session", id } } };
    }),
});

/** Ends one of one's other login sessions. */
export const revokeLoginSessionCommand = userCommand({
  name: "identity.revoke-login-session",
  input: z.object({ id: z.uuid() }),
  run: ({ viewer, input, open }) =>
    open.own(async (tx) => ({
      ...((await revokeLoginSession(tx, viewer.userId, input.id)) ? done() : refused("not_found")),
      audit: { target: { kind: "login-session", id: input.id } },
    })),
});
