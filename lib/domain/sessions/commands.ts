import { tenantCommand } from "#lib/domain/access/command.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { done } from "#lib/domain/outcome.ts";
import { launchSession, stopSession, stopSessions } from "./mutations.ts";
import { launchSessionInput, sessionRef, sessionsAsked } from "./schema.ts";

/** Starts a session. The person's first one is also the last step of their wizard. */
export const launchSessionCommand = tenantCommand({
  name: "sessions.launch",
  at: "project",
  permission: "sessions:create",
  input: launchSessionInput,
  run: async ({ tx, scope, requestId, input }) => {
    const { userId } = scope;
    const launched = await launchSession(tx, scope, requestId, input);
    if (launched.ok && userId) {
      const wizard = await tx.onboarding.findUnique({ where: { userId } });
      if (wizard && wizard.finishedAt === null && wizard.projectId === scope.projectId)
        await noteStep(tx, userId, { sessionId: launched.value.id });
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
export const stopSessionCommand = tenantCommand({
  name: "sessions.stop",
  at: "project",
  permission: "sessions:stop",
  input: sessionRef,
  run: async ({ tx, scope, requestId, input }) => ({
    ...(await stopSession(tx, scope, requestId, input.sessionId)),
    audit: { target: { kind: "session", id: input.sessionId } },
  }),
});

/** Asks all sessions of a project to stop that fit the filters, up to a hundred. */
export const stopSessionsCommand = tenantCommand({
  name: "sessions.stop-many",
  at: "project",
  permission: "sessions:stop",
  input: sessionsAsked,
  run: async ({ tx, scope, requestId, input }) => {
    const stopped = await stopSessions(tx, scope, requestId, input);
    const target = { kind: "project", id: scope.projectId, name: scope.project.slug };
    return { ...done(stopped), audit: { target, detail: { ...input, ...stopped } } };
  },
});
