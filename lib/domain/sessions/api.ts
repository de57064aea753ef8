import { z } from "zod";
import {
  behind,
  changeOperation,
  inProject,
  instant,
  page,
  pageFrom,
  pageOf,
  paging,
  projectName,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { resolveProject, visibleProjects } from "#lib/domain/access/scope.ts";
import { sessionPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { launchSessionCommand, stopSessionCommand, stopSessionsCommand } from "./commands.ts";
import { getKeptLog, getSession, listSessions as readSessions, type SessionRow } from "./data.ts";
import { shownTo } from "./rules.ts";
import { launchSessionInput, sessionsAsked } from "./schema.ts";

const row = z.object({
  id: z.uuid(),
  project: z.string(),
  title: z.string(),
  resourceName: z.string().meta({ description: "Name of the AgenticSession in the project's namespace." }),
  agent: z.string(),
  model: z.string(),
  phase: z.enum(sessionPhases),
  message: z.string(),
  owner: z.object({ id: z.uuid().nullable(), name: z.string() }),
  tokens: z.number().int(),
  createdAt: instant,
  startTime: instant.nullable(),
  completionTime: instant.nullable(),
});
const listed = row.meta({ id: "SessionRow" });

const session = row
  .extend({
    namespace: z.string(),
    prompt: z.string(),
    websiteUrl: z.string().nullable(),
    credential: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    credentialRefs: z.array(z.string()).meta({
      description:
        "Credentials that it asks for, by their keys in the cluster; its message counts them in this order.",
    }),
    given: z
      .array(
        z.object({
          secretKey: z.string(),
          credentialId: z.uuid().nullable(),
          kind: z.string(),
          handover: z.string(),
          usedAt: instant,
        }),
      )
      .meta({ description: "Credentials that it was given, once it has begun, and how." }),
    resourceClass: z.string(),
    timeoutSeconds: z.number().int(),
    inactivityTimeoutSeconds: z.number().int(),
    clonedFrom: z.uuid().nullable(),
    stopRequestedAt: instant.nullable(),
    conditions: z.array(
      z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }),
    ),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    requests: z.number().int(),
    result: z.object({ reason: z.string(), summary: z.string(), exitCode: z.number().int().nullable() }),
    logState: z.string(),
    ended: z.boolean(),
  })
  .meta({ id: "Session" });

const params = z.object({ session: z.uuid() });

/** The project that a session is of, whoever may see it. */
const projectOf = async ({ tx, params: { session: id } }: { tx: TenantTx; params: { session: string } }) =>
  (await tx.agentSession.findUnique({ where: { id }, select: { project: { select: { slug: true } } } }))
    ?.project.slug ?? null;

const show = ({ owner, ownerId, phase, ...rest }: SessionRow) => ({
  ...rest,
  phase: phase as (typeof sessionPhases)[number],
  owner: { id: ownerId, name: owner },
});

export const listSessions = readOperation({
  id: "listSessions",
  path: "/sessions",
  tag: "sessions",
  summary: "Sessions of a project, or of all that the caller may see, newest first",
  at: "organization",
  permission: null,
  scope: "sessions:read",
  query: paging(z.uuid()).extend({
    ...sessionsAsked.shape,
    project: projectName.optional(),
    mine: z
      .enum(["true", "false"])
      .optional()
      .meta({ description: "Only those that the caller has started." }),
  }),
  output: page(listed),
  read: async ({ tx, scope, query: { limit, after, project, mine, state = null, q = "", ...asked } }) => {
    const at = project === undefined ? null : await resolveProject(tx, scope, project);
    if (project !== undefined && !at) return null;
    const place = at?.projectId ?? {
      organizationId: scope.organizationId,
      projectIds: visibleProjects(scope),
    };
    const filter = { ...asked, state, q, mine: mine === "true", ...behind(after) };
    const { rows, older } = await readSessions(tx, place, filter, scope.userId, limit);
    return { value: pageFrom(rows.map(show), older) };
  },
});

export const stopSessions = changeOperation({
  id: "stopSessions",
  method: "delete",
  path: "/sessions",
  tag: "sessions",
  summary: "Stop the sessions of a project that fit the filters",
  description:
    "At most a hundred at once, the newest first, of those that the caller may stop; `more` says whether others are left.",
  at: "project",
  command: stopSessionsCommand,
  query: sessionsAsked.extend({ project: projectName }),
  output: z.object({ stopped: z.number().int(), more: z.boolean() }),
  status: 202,
  locate: inProject,
  input: ({ query: { project: _, ...asked } }) => asked,
});

export const launchSession = changeOperation({
  id: "launchSession",
  method: "post",
  path: "/sessions",
  tag: "sessions",
  summary: "Start a session",
  description: "Refused by the first thing that stands in its way, as the form's pre-flight names it.",
  at: "project",
  command: launchSessionCommand,
  body: launchSessionInput.extend({ project: projectName }),
  output: z.object({ id: z.uuid(), title: z.string() }),
  status: 201,
  locate: ({ body }) => body.project,
  input: ({ body: { project: _, ...session } }) => session,
});

export const getSessionById = readOperation({
  id: "getSession",
  path: "/sessions/{session}",
  tag: "sessions",
  summary: "One session whole",
  description: "Of its credentials viewers are told nothing: null, and empty lists.",
  at: "project",
  permission: "sessions:read",
  params,
  output: session,
  locate: projectOf,
  read: async ({ tx, scope, params: { session: id } }) => {
    const found = await getSession(tx, scope.projectId, id);
    if (!found) return null;
    const { resultReason, resultSummary, exitCode, ...rest } = shownTo(scope.holder, found);
    const result = { reason: resultReason, summary: resultSummary, exitCode };
    return { value: { ...rest, ...show(found), result } };
  },
});

export const stopSession = changeOperation({
  id: "stopSession",
  method: "delete",
  path: "/sessions/{session}",
  tag: "sessions",
  summary: "Stop a session",
  description: "Asks it to stop; its row and its log stay. Asking twice is asking once.",
  at: "project",
  command: stopSessionCommand,
  params,
  output: null,
  status: 202,
  locate: projectOf,
  input: ({ params: { session: sessionId } }) => ({ sessionId }),
});

export const getSessionLog = readOperation({
  id: "getSessionLog",
  path: "/sessions/{session}/log",
  tag: "sessions",
  summary: "The kept log of a session",
  description:
    "Lines as the runner wrote them. `state` is `kept` when the session has ended and its log is here whole, `lost` when it could not be kept, and anything else while it is still in the cluster.",
  at: "project",
  permission: "sessions:read",
  params,
  query: paging(z.number().int().min(0)),
  output: z.object({
    state: z.string(),
    skippedLines: z.number().int().meta({ description: "Lines before the first that were not kept." }),
    ...page(z.object({ line: z.number().int(), text: z.string() })).shape,
  }),
  locate: projectOf,
  read: async ({ tx, scope, params: { session: id }, query: { limit, after = 0 } }) => {
    const found = await getSession(tx, scope.projectId, id);
    if (!found) return null;
    const kept = found.logState === "kept" ? await getKeptLog(tx, id) : null;
    const skippedLines = kept?.skippedLines ?? 0;
    const lines = (kept?.text ?? "").split("\n").slice(0, -1);
    const begin = Math.max(0, after - skippedLines);
    const rows = lines
      .slice(begin, begin + limit + 1)
      .map((text, index) => ({ line: skippedLines + begin + index + 1, text }));
    const listed = pageOf(rows, limit, ({ line }) => line);
    return { value: { state: found.logState, skippedLines, ...listed } };
  },
});
