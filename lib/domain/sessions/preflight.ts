import { answersChat } from "#lib/domain/credentials/kinds/index.ts";
import { allows } from "#lib/domain/projects/rules.ts";
import { providerOf, tierOf } from "#lib/domain/tiers/rules.ts";
import { hasModelList, opens, type Usable } from "./usable.ts";

export const checkNames = ["role", "project", "quota", "credential", "further", "model", "network"] as const;
export type CheckName = (typeof checkNames)[number];

/** One line of the pre-flight. `text` names a sentence under `preflight`; `fix` says where the mend is. */
export type Check = {
  check: CheckName;
  passed: boolean;
  text: string;
  values?: Record<string, string | number>;
  fix?: "credentials" | "sessions" | "project" | "egress";
};

/** What somebody wants to start: ids of credentials, the model's and further ones. */
export type Wanted = {
  model: string;
  credentialId: string | null;
  credentialIds: readonly string[];
  websiteUrl: string;
};

/** What the pre-flight looks at. */
export type World = {
  role: string | null;
  mayStart: boolean;
  project: { phase: string; tier: string; egressMode: string; archivedAt?: Date | null };
  active: number;
  /** From the namespace's ResourceQuota, or null before it was seen. */
  quota: { hard: Record<string, string>; used: Record<string, string> } | null;
  credentials: Usable[];
  wanted: Wanted;
  now: Date;
};

type Answer = Omit<Check, "check">;

const sessionCount = "count/agenticsessions.portico.dev";

/**
 * Whether a session could start, line by line, in the order of `checkNames`; each further credential has a line of its own. The
 * server refuses exactly what is red here. Who may start none is told nothing of credentials.
 */
export function preflight(world: World): Check[] {
  const { project, wanted } = world;
  const open = !project.archivedAt && allows("startSession", project.phase);
  const further = [...new Set(wanted.credentialIds)].filter((id) => id !== wanted.credentialId);
  const ofCredentials: Check[] = [
    { check: "credential", ...credentialOf(world) },
    ...further.map((id): Check => ({ check: "further", ...furtherOf(world, id) })),
  ];
  return [
    {
      check: "role",
      passed: world.mayStart,
      text: world.mayStart ? "role" : "roleLow",
      values: { role: world.role ?? "none" },
    },
    {
      check: "project",
      passed: open,
      text: project.archivedAt ? "projectArchived" : open ? "projectReady" : "projectNotReady",
      values: { phase: project.phase },
      fix: "project",
    },
    { check: "quota", ...quotaOf(world) },
    ...(world.mayStart ? ofCredentials : []),
    { check: "model", ...modelOf(world) },
    { check: "network", ...networkOf(world) },
  ];
}

function quotaOf({ project, quota, active }: World): Answer {
  const { limits } = tierOf(project.tier);
  const kept = Number(quota?.used[sessionCount] ?? 0);
  const most = Number(quota?.hard[sessionCount] ?? limits.quota[sessionCount]);
  const places = limits.concurrentSessions;
  if (kept >= most)
    return { passed: false, text: "quotaFull", values: { used: kept, hard: most }, fix: "sessions" };
  return { passed: true, text: active >= places ? "quotaQueues" : "quotaFree", values: { active, places } };
}

function credentialOf(world: World): Answer {
  const { credentials, wanted } = world;
  const credential = credentials.find(({ id }) => id === wanted.credentialId);
  if (credentials.length === 0) return { passed: false, text: "credentialNone", fix: "credentials" };
  if (!credential) return { passed: false, text: "credentialUnchosen" };
  const { kind, name } = credential;
  if (!answersChat(kind)) return { passed: false, text: "credentialNoChat", values: { name, kind } };
  if (!opens(kind, wanted.model))
    return { passed: false, text: "credentialKind", values: { name, model: wanted.model } };
  return stateOf(credential, world.now);
}

function furtherOf(world: World, id: string): Answer {
  const credential = world.credentials.find((row) => row.id === id);
  if (!credential) return { passed: false, text: "furtherGone" };
  const { name, files, variables } = credential;
  for (const otherId of [world.wanted.credentialId, ...world.wanted.credentialIds]) {
    if (otherId === id) break;
    const other = world.credentials.find((row) => row.id === otherId);
    const place = [...variables, ...files].find((it) =>
      [...(other?.variables ?? []), ...(other?.files ?? [])].includes(it),
    );
    if (other && place)
      return { passed: false, text: "furtherClash", values: { name, other: other.name, place } };
  }
  return stateOf(credential, world.now);
}

/** Whether a credential can be used, whatever it is used for. */
function stateOf(credential: Usable, now: Date): Answer {
  const { name, disabled, expiresAt, removed, awaited, testPassed } = credential;
  const no = (text: string, more = {}): Answer => ({
    passed: false,
    text,
    values: { name, ...more },
    fix: "credentials",
  });
  if (disabled) return no("credentialDisabled");
  if (expiresAt && expiresAt <= now)
    return no("credentialExpired", { day: expiresAt.toISOString().slice(0, 10) });
  if (removed) return no("credentialRemoved");
  if (awaited) return { passed: true, text: "credentialAwaited", values: { name } };
  if (testPassed === false) return no("credentialFailed");
  return { passed: true, text: testPassed ? "credentialWorks" : "credentialUntested", values: { name } };
}

function modelOf({ project, credentials, wanted: { model, credentialId } }: World): Answer {
  const tier = tierOf(project.tier);
  const credential = credentials.find(({ id }) => id === credentialId);
  // What is not one of the platform's providers is the project's own matter.
  if (credential && answersChat(credential.kind) && !hasModelList(credential.kind))
    return model === ""
      ? { passed: false, text: "modelUnnamed", values: { name: credential.name } }
      : { passed: true, text: "modelOwn", values: { model, name: credential.name } };
  const passed = providerOf(model) !== null && tier.models.includes(model);
  return { passed, text: passed ? "model" : "modelNot", values: { model, tier: tier.id } };
}

function networkOf({ project: { egressMode }, wanted }: World): Answer {
  if (egressMode === "none") return { passed: false, text: "networkNone", fix: "egress" };
  if (egressMode === "internet") return { passed: true, text: "networkInternet" };
  return { passed: true, text: wanted.websiteUrl ? "networkGatewaysPage" : "networkGateways" };
}
