"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { launchSession, stopSession } from "#lib/domain/sessions/mutations.ts";
import { launchSessionInput, sessionRef } from "#lib/domain/sessions/schema.ts";

type Place = { org: string; project: string };

/** Starts a session. The person's first one is also the last step of their wizard. */
export const launchSessionAction = tenantAction<
  Place,
  typeof launchSessionInput,
  { id: string; title: string }
>({
  name: "sessions.launch",
  at: "project",
  permission: "sessions:create",
  input: launchSessionInput,
  run: async ({ tx, scope, viewer, requestId, input }) => {
    const launched = await launchSession(tx, scope, requestId, input);
    if (launched.ok) {
      const wizard = await tx.onboarding.findUnique({ where: { userId: viewer.userId } });
      if (wizard && wizard.finishedAt === null && wizard.projectId === scope.projectId)
        await noteStep(tx, viewer.userId, { sessionId: launched.value.id });
    }
    return {
      ...launched,
      audit: {
        target: { kind: "session", id: launched.ok ? launched.value.id : undefined, name: input.title },
      },
    };
  },
});

/** Asks a session to stop. */
export const stopSessionAction = tenantAction<Place, typeof sessionRef, { title: string }>({
  name: "sessions.stop",
  at: "project",
  permission: "sessions:stop",
  input: sessionRef,
  run: async ({ tx, scope, requestId, input }) => ({
    ...(await stopSession(tx, scope, requestId, input.sessionId)),
    audit: { target: { kind: "session", id: input.sessionId } },
  }),
});
