import { z } from "zod";
import { platformCommand, userCommand } from "#lib/domain/access/command.ts";
import { type Outcome, refused } from "#lib/domain/outcome.ts";
import { endViewing, startViewing } from "./mutations.ts";
import { startViewingInput } from "./schema.ts";

/** Looks at an organization through a member's eyes: for a stated reason, for half an hour, and without touching anything. */
export const startViewingCommand = platformCommand({
  name: "view-as.start",
  permission: "platform:view-as",
  input: startViewingInput,
  run: async ({ tx, caller, input }) => {
    const { userId, loginSessionId } = caller;
    // A browser is looked through; a key has none.
    if (!userId || !loginSessionId) return refused("viewing_screen");
    const started = await startViewing(tx, { userId, name: caller.name, loginSessionId }, input);
    const { organizationId, reason } = input;
    const name = started.ok ? started.value.name : undefined;
    return {
      ...started,
      audit: {
        // To an organization that is not there belongs no record.
        organizationId: started.ok ? organizationId : null,
        target: { kind: "user", id: input.userId, name },
        detail: { reason, until: started.ok ? started.value.endsAt.toISOString() : null },
      },
    };
  },
});

/** Looks through one's own eyes again. */
export const endViewingCommand = userCommand({
  name: "view-as.end",
  whileViewing: true,
  input: z.strictObject({}),
  run: async ({ viewer: { userId, displayName, viewing }, open }): Promise<Outcome> => {
    if (!viewing) return refused("viewing_over");
    return open.tenant(viewing.organizationId, async (tx) => ({
      ...(await endViewing(tx, viewing.id)),
      audit: { target: { kind: "user", id: userId, name: displayName } },
    }));
  },
});
