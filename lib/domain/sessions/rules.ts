import { endedPhases, type SessionPhase } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { UsableCredential } from "#lib/domain/credentials/data.ts";
import { allows } from "#lib/domain/projects/rules.ts";
import { providerOf, tierOf } from "#lib/domain/tiers/rules.ts";

/** The phases in which stopping still means something. */
export const stoppable = ["Pending", "Queued", "Starting", "Running"] as const satisfies SessionPhase[];

/** Whether a session has come to its end. */
export const hasEnded = (phase: string): boolean => (endedPhases as readonly string[]).includes(phase);
/** Whether stopping still means something. */
export const mayStop = (phase: string): boolean => (stoppable as readonly string[]).includes(phase);

/** The tabs of the list: what people ask for, and the phases it covers. */
export const phaseGroups = {
  queued: ["Pending", "Queued", "Starting"],
  running: ["Running", "Stopping"],
  succeeded: ["Succeeded"],
  failed: ["Failed", "TimedOut"],
  stopped: ["Stopped"],
} as const satisfies Record<string, SessionPhase[]>;
export type PhaseGroup = keyof typeof phaseGroups;

/** The title a session gets from its prompt when nobody gave one. */
export function titleOf(prompt: string): string {
  const line =
    prompt
      .split("\n")
      .find((text) => text.trim() !== "")
      ?.trim() ?? "";
  return line.length > 80 ? `${line.slice(0, 79).trimEnd()}…` : line;
}

export const checkNames = ["role", "project", "quota", "credential", "model", "network"] as const;
export type CheckName = (typeof checkNames)[number];

/** One line of the pre-flight. `text` names a sentence under `preflight`; `fix` says where the mend is. */
export type Check = {
  check: CheckName;
  passed: boolean;
  text: string;
  values?: Record<string, string | number>;
  fix?: "credentials" | "sessions" | "project" | "egress";
};

/** What the pre-flight looks at. */
export type World = {
  role: string | null;
  mayStart: boolean;
  project: { phase: string; tier: string; egressMode: string; archivedAt?: Date | null };
  active: number;
  /** From the namespace's ResourceQuota, or null before it was seen. */
  quota: { hard: Record<string, string>; used: Record<string, string> } | null;
  credentials: UsableCredential[];
  wanted: { model: string; credentialId: string | null; websiteUrl: string };
};

const sessionCount = "count/agenticsessions.portico.dev";

/** Whether a session could start, line by line, in the order of `checkNames`. The server refuses exactly what is red here. */
export function preflight(world: World): Check[] {
  const tier = tierOf(world.project.tier);
  const provider = providerOf(world.wanted.model);
  const credential = world.credentials.find((row) => row.id === world.wanted.credentialId);
  const kept = Number(world.quota?.used[sessionCount] ?? 0);
  const most = Number(world.quota?.hard[sessionCount] ?? tier.limits.quota[sessionCount]);
  const places = tier.limits.concurrentSessions;

  const quota = (): Omit<Check, "check"> => {
    if (kept >= most)
      return { passed: false, text: "quotaFull", values: { used: kept, hard: most }, fix: "sessions" };
    if (world.active >= places)
      return { passed: true, text: "quotaQueues", values: { active: world.active, places } };
    return { passed: true, text: "quotaFree", values: { active: world.active, places } };
  };
  const usable = (): Omit<Check, "check"> => {
    if (world.credentials.length === 0) return { passed: false, text: "credentialNone", fix: "credentials" };
    if (!credential) return { passed: false, text: "credentialUnchosen" };
    if (credential.kind !== provider)
      return {
        passed: false,
        text: "credentialKind",
        values: { name: credential.name, model: world.wanted.model },
      };
    if (credential.testPassed === false)
      return {
        passed: false,
        text: "credentialFailed",
        values: { name: credential.name },
        fix: "credentials",
      };
    return { passed: true, text: "credentialWorks", values: { name: credential.name } };
  };
  const network = (): Omit<Check, "check"> => {
    if (world.project.egressMode === "none") return { passed: false, text: "networkNone", fix: "egress" };
    if (world.project.egressMode === "internet") return { passed: true, text: "networkInternet" };
    if (world.wanted.websiteUrl) return { passed: true, text: "networkGatewaysPage" };
    return { passed: true, text: "networkGateways" };
  };
  const open = !world.project.archivedAt && allows("startSession", world.project.phase);
  const model = { passed: provider !== null && tier.models.includes(world.wanted.model) };
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
      text: world.project.archivedAt ? "projectArchived" : open ? "projectReady" : "projectNotReady",
      values: { phase: world.project.phase },
      fix: "project",
    },
    { check: "quota", ...quota() },
    { check: "credential", ...usable() },
    {
      check: "model",
      ...model,
      text: model.passed ? "model" : "modelNot",
      values: { model: world.wanted.model, tier: tier.id },
    },
    { check: "network", ...network() },
  ];
}
