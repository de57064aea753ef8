import type { Prisma } from "#generated/client.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { hasEnded, type PhaseGroup, phaseGroups } from "./rules.ts";
import type { SessionFilter, SessionsAsked } from "./schema.ts";

const pageSize = 50;

export type SessionRow = {
  id: string;
  /** Name of its project. */
  project: string;
  title: string;
  resourceName: string;
  agent: string;
  model: string;
  phase: string;
  message: string;
  owner: string;
  ownerId: string | null;
  tokens: number;
  createdAt: Date;
  startTime: Date | null;
  completionTime: Date | null;
};

const listed = {
  id: true,
  title: true,
  resourceName: true,
  agent: true,
  model: true,
  phase: true,
  message: true,
  createdBy: true,
  origin: true,
  inputTokens: true,
  outputTokens: true,
  createdAt: true,
  startTime: true,
  completionTime: true,
  project: { select: { slug: true } },
} satisfies Prisma.AgentSessionSelect;
type Listed = Prisma.AgentSessionGetPayload<{ select: typeof listed }>;

async function named(tx: TenantTx, rows: Listed[]): Promise<SessionRow[]> {
  const ids = [...new Set(rows.flatMap((row) => row.createdBy ?? []))];
  const people = await tx.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map((person) => [person.id, person.displayName]));
  return rows.map(({ createdBy, origin, inputTokens, outputTokens, project, ...row }) => ({
    ...row,
    project: project.slug,
    ownerId: createdBy,
    owner: createdBy
      ? (names.get(createdBy) ?? "former member")
      : origin === "cluster"
        ? "kubectl"
        : "system",
    tokens: Number(inputTokens + outputTokens),
  }));
}

/** Where sessions are looked for: one project, several, or (null) all of an organization. */
export type SessionPlace = string | { organizationId: string; projectIds: readonly string[] | null };

/** The condition that the filters make. */
export function sessionsWhere(
  place: SessionPlace,
  { state, q, agent, model, user, label, from, to }: SessionsAsked,
): Prisma.AgentSessionWhereInput {
  const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(label ?? "") ?? [];
  const and: Prisma.AgentSessionWhereInput[] = [];
  if (typeof place === "string") and.push({ projectId: place });
  else
    and.push({
      organizationId: place.organizationId,
      ...(place.projectIds ? { projectId: { in: [...place.projectIds] } } : {}),
    });
  if (state) and.push({ phase: { in: [...phaseGroups[state]] } });
  if (label) and.push({ project: { labels: { path: [name], equals: value } } });
  if (from) and.push({ createdAt: { gte: new Date(from) } });
  if (to) and.push({ createdAt: { lt: new Date(to) } });
  if (agent) and.push({ agent });
  if (model) and.push({ model });
  if (user) and.push({ createdBy: user });
  if (q)
    and.push({
      OR: [
        { title: { contains: literal(q), mode: "insensitive" } },
        { resourceName: { startsWith: literal(q) } },
      ],
    });
  return { AND: and };
}

/** One page of sessions, newest first. Ids are UUIDv7: their order is the order of creation. */
export async function listSessions(
  tx: TenantTx,
  place: SessionPlace,
  { state, mine, q, before, after, ...more }: SessionFilter & Omit<SessionsAsked, "state" | "q">,
  userId: string | null,
  size = pageSize,
): Promise<Page<SessionRow>> {
  const asked = sessionsWhere(place, { ...more, state: state ?? undefined, q });
  const own = mine ? (userId ? { createdBy: userId } : { id: { in: [] } }) : {};
  const where = { AND: [asked, own] };
  const page = await keysetPage({ before, after }, size, ({ edge, upwards, take }) =>
    tx.agentSession.findMany({
      where: { ...where, ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}) },
      select: listed,
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    }),
  );
  return { ...page, rows: await named(tx, page.rows) };
}

/** How many sessions of a project are in each tab, and how many in all. */
export async function countSessions(
  tx: TenantTx,
  projectId: string,
): Promise<Record<PhaseGroup | "all", number>> {
  const groups = await tx.agentSession.groupBy({ by: ["phase"], where: { projectId }, _count: true });
  const of = (phases: readonly string[]) =>
    groups.filter((group) => phases.includes(group.phase)).reduce((sum, group) => sum + group._count, 0);
  return {
    all: groups.reduce((sum, group) => sum + group._count, 0),
    queued: of(phaseGroups.queued),
    running: of(phaseGroups.running),
    succeeded: of(phaseGroups.succeeded),
    failed: of(phaseGroups.failed),
    stopped: of(phaseGroups.stopped),
  };
}

/** Sessions of a project that hold one of its places, or wait for one. */
export const countActive = (tx: TenantTx, projectId: string): Promise<number> =>
  tx.agentSession.count({
    where: { projectId, phase: { in: [...phaseGroups.queued, ...phaseGroups.running] } },
  });

/** The same for several projects at once, by project id; a project without any is left out. */
export async function countActiveByProject(
  tx: TenantTx,
  projectIds: string[],
): Promise<ReadonlyMap<string, number>> {
  const groups = await tx.agentSession.groupBy({
    by: ["projectId"],
    where: { projectId: { in: projectIds }, phase: { in: [...phaseGroups.queued, ...phaseGroups.running] } },
    _count: true,
  });
  return new Map(groups.map((group) => [group.projectId, group._count]));
}

/** The newest sessions of a project, for its overview. */
export async function listRecentSessions(tx: TenantTx, projectId: string, take = 6): Promise<SessionRow[]> {
  return named(
    tx,
    await tx.agentSession.findMany({ where: { projectId }, select: listed, orderBy: { id: "desc" }, take }),
  );
}

export type SessionDetail = SessionRow & {
  prompt: string;
  websiteUrl: string | null;
  namespace: string;
  /** The one that opens its model; null when it was removed. */
  credential: { id: string; name: string } | null;
  /** What it asked for, by primary keys. */
  credentialRefs: string[];
  /** What it was given, by primary key; nothing before it has begun. */
  given: { secretKey: string; credentialId: string | null; kind: string; handover: string; usedAt: Date }[];
  resourceClass: string;
  timeoutSeconds: number;
  inactivityTimeoutSeconds: number;
  clonedFrom: string | null;
  stopRequestedAt: Date | null;
  conditions: {
    type: string;
    status: string;
    reason: string;
    message: string;
    lastTransitionTime?: string;
  }[];
  podName: string | null;
  inputTokens: number;
  outputTokens: number;
  requests: number;
  resultReason: string;
  resultSummary: string;
  exitCode: number | null;
  logState: string;
  ended: boolean;
};

/** One session of a project whole; null when there is none with this id in it. */
export async function getSession(tx: TenantTx, projectId: string, id: string): Promise<SessionDetail | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const found = await tx.agentSession.findFirst({
    where: { id, projectId },
    include: {
      credential: { select: { id: true, name: true } },
      given: {
        select: { secretKey: true, credentialId: true, kind: true, handover: true, usedAt: true },
        orderBy: { secretKey: "asc" },
      },
      project: { select: { slug: true, namespace: true } },
    },
  });
  if (!found) return null;
  const [row] = await named(tx, [found]);
  if (!row) return null;
  return {
    ...row,
    prompt: found.prompt,
    websiteUrl: found.websiteUrl,
    namespace: found.project.namespace,
    credential: found.credential,
    credentialRefs: found.credentialRefs,
    given: found.given,
    resourceClass: found.resourceClass,
    timeoutSeconds: found.timeoutSeconds,
    inactivityTimeoutSeconds: found.inactivityTimeoutSeconds,
    clonedFrom: found.clonedFrom,
    stopRequestedAt: found.stopRequestedAt,
    conditions: found.conditions as SessionDetail["conditions"],
    podName: found.podName,
    inputTokens: Number(found.inputTokens),
    outputTokens: Number(found.outputTokens),
    requests: found.requests,
    resultReason: found.resultReason,
    resultSummary: found.resultSummary,
    exitCode: found.exitCode,
    logState: found.logState,
    ended: hasEnded(found.phase),
  };
}

/**
 * The kept log of an ended session, in lines that each end with a line break, and how many lines before it were not kept;
 * null while it is still in the cluster, or when it was lost.
 */
export async function getKeptLog(
  tx: TenantTx,
  sessionId: string,
): Promise<{ text: string; skippedLines: number } | null> {
  return tx.agentSessionLog.findUnique({ where: { sessionId }, select: { text: true, skippedLines: true } });
}
