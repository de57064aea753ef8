import type { Prisma } from "#generated/client.ts";
import { holderNow } from "#lib/domain/access/holder.ts";
import { can, effectiveProjectRole } from "#lib/domain/access/permissions.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { getProject } from "#lib/domain/projects/data.ts";
import { newId, toBase32 } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { countActive, sessionsWhere } from "./data.ts";
import { sessionJobs } from "./jobs.ts";
import { type Check, preflight, type Wanted } from "./preflight.ts";
import { mayStop, stoppable, titleOf } from "./rules.ts";
import type { LaunchSessionInput, SessionsAsked } from "./schema.ts";
import { listUsable } from "./usable.ts";

/** The service account that asks, as the cluster names it; null for everybody else. */
const botOf = ({ caller }: ProjectScope): string | null =>
  caller.kind === "kubernetes" && caller.userId === null && caller.grants ? caller.name : null;

/** Whether only the groups in their token let the person in: then no row of theirs says so later. */
async function byGroupsAlone(tx: TenantTx, { userId, caller, organizationId, projectId }: ProjectScope) {
  if (!userId || caller.keyId || !caller.groupRoles) return false;
  const held = await holderNow(tx, userId, { organizationId, projectId });
  return !held || !can(held, "sessions:create");
}

type Maker = { createdBy: string | null; createdByKey: string | null; createdByBot: string | null };

/** Whether it was started by who asks: the person, the service's key, the bot. */
function isOwn(session: Maker, scope: ProjectScope): boolean {
  const { keyId } = scope.caller;
  if (scope.userId) return session.createdBy === scope.userId;
  if (keyId) return session.createdBy === null && session.createdByKey === keyId;
  return session.createdByBot !== null && session.createdByBot === botOf(scope);
}

/** The same as a condition. */
function ownWhere(scope: ProjectScope): Prisma.AgentSessionWhereInput {
  const { keyId } = scope.caller;
  if (scope.userId) return { createdBy: scope.userId };
  if (keyId) return { createdBy: null, createdByKey: keyId };
  return { createdByBot: botOf(scope) ?? "" };
}

/** The pre-flight of a session that is wanted, from what the database knows now. */
export async function checkLaunch(tx: TenantTx, scope: ProjectScope, wanted: Wanted): Promise<Check[]> {
  return preflight(await worldOf(tx, scope, wanted));
}

async function worldOf(tx: TenantTx, scope: ProjectScope, wanted: Wanted) {
  const project = await getProject(tx, scope.projectId);
  const mayStart = can(scope.holder, "sessions:create");
  return {
    role: effectiveProjectRole(scope.holder),
    mayStart,
    project,
    active: await countActive(tx, scope.projectId),
    quota: project.quota,
    credentials: mayStart ? await listUsable(tx, scope.projectId) : [],
    wanted,
    now: new Date(),
  };
}

/** Starts a session: the row, and the job that asks the cluster for it. Refused by the first red line of the pre-flight. */
export async function launchSession(
  tx: TenantTx,
  scope: ProjectScope,
  requestId: string,
  input: LaunchSessionInput,
): Promise<Outcome<{ id: string; title: string }>> {
  const { organizationId, projectId, userId } = scope;
  const world = await worldOf(tx, scope, input);
  const red = preflight(world).find((check) => !check.passed);
  if (red) return refused(`preflight_${red.text}`, { values: red.values, field: red.check });
  // The model's first: the agent calls the provider of the first one that it can call.
  const named = [...new Set([input.credentialId, ...input.credentialIds])];
  const keys = new Map(world.credentials.map((row) => [row.id, row.secretKey]));
  const source = input.clonedFrom
    ? await tx.agentSession.findFirst({ where: { id: input.clonedFrom, projectId }, select: { id: true } })
    : null;
  const id = newId();
  const title = input.title || titleOf(input.prompt);
  await tx.agentSession.create({
    data: {
      id,
      organizationId,
      projectId,
      resourceName: `s-${toBase32(id)}`,
      title,
      prompt: input.prompt,
      websiteUrl: input.websiteUrl || null,
      agent: "chat",
      model: input.model,
      credentialId: input.credentialId,
      credentialRefs: named.flatMap((id) => keys.get(id) ?? []),
      resourceClass: input.resourceClass,
      timeoutSeconds: input.timeoutMinutes * 60,
      inactivityTimeoutSeconds: input.inactivityMinutes * 60,
      clonedFrom: source?.id ?? null,
      createdBy: userId,
      createdByKey: scope.caller.keyId,
      createdByBot: botOf(scope),
      createdByGroups: await byGroupsAlone(tx, scope),
      requestId,
    },
  });
  await enqueue(tx, sessionJobs.apply, { organizationId, sessionId: id });
  return done({ id, title });
}

/** Asks a session to stop. One's own, or with the right to stop any. Asking twice is asking once. */
export async function stopSession(
  tx: TenantTx,
  scope: ProjectScope,
  requestId: string,
  sessionId: string,
): Promise<Outcome<{ title: string }>> {
  const { organizationId, projectId, userId } = scope;
  const session = await tx.agentSession.findFirst({ where: { id: sessionId, projectId } });
  if (!session) return refused("not_found");
  if (!isOwn(session, scope) && !can(scope.holder, "sessions:stop-any")) return refused("session_not_yours");
  if (session.stopRequestedAt) return done({ title: session.title });
  if (!mayStop(session.phase)) return refused("session_over");
  const asked = await tx.agentSession.updateMany({
    where: { id: sessionId, stopRequestedAt: null },
    data: { stopRequestedAt: new Date(), stopRequestedBy: userId, requestId },
  });
  if (asked.count === 1) await enqueue(tx, sessionJobs.apply, { organizationId, sessionId });
  return done({ title: session.title });
}

/** How many sessions stop at once. */
const MOST_STOPPED = 100;

/** Asks the newest sessions that fit the filters to stop, of those that who asks may stop. `more`: others are left. */
export async function stopSessions(
  tx: TenantTx,
  scope: ProjectScope,
  requestId: string,
  asked: SessionsAsked,
): Promise<{ stopped: number; more: boolean }> {
  const { organizationId, projectId, userId } = scope;
  const found = await tx.agentSession.findMany({
    where: {
      AND: [
        sessionsWhere(projectId, asked),
        { stopRequestedAt: null, phase: { in: [...stoppable] } },
        can(scope.holder, "sessions:stop-any") ? {} : ownWhere(scope),
      ],
    },
    select: { id: true },
    orderBy: { id: "desc" },
    take: MOST_STOPPED + 1,
  });
  const ids = found.slice(0, MOST_STOPPED).map(({ id }) => id);
  const stopped = await tx.agentSession.updateManyAndReturn({
    where: { id: { in: ids }, stopRequestedAt: null },
    data: { stopRequestedAt: new Date(), stopRequestedBy: userId, requestId },
    select: { id: true },
  });
  for (const { id: sessionId } of stopped)
    await enqueue(tx, sessionJobs.apply, { organizationId, sessionId });
  return { stopped: stopped.length, more: found.length > MOST_STOPPED };
}
