import type { Drift, Project, ProjectPhase, ProjectStatus } from "#lib/domain/clusters/contract/project.ts";
import { type ConditionInput, stampConditions } from "../conditions.ts";
import { type Item, toStatus } from "./progress.ts";

/** Something that keeps a project from being worked on at all. */
export interface Blocked {
  reason: string;
  message: string;
  phase: ProjectPhase;
}

export interface Picture {
  project: Project;
  items: Item[];
  drift: Drift[];
  namespaceUID?: string;
  /** Why the namespace is not there, when that is not simply "not yet". */
  namespaceProblem?: { reason: string; message: string };
  blocked?: Blocked;
  suspended: boolean;
  /** When this reconciliation began, and now (ISO 8601). */
  startedAt: string;
  now: string;
}

const parts = [
  { type: "NamespaceReady", kinds: ["Namespace"] },
  { type: "QuotaApplied", kinds: ["ResourceQuota", "LimitRange"] },
  { type: "NetworkIsolated", kinds: ["NetworkPolicy"] },
  { type: "AccessApplied", kinds: ["ServiceAccount", "RoleBinding"] },
  { type: "CredentialsReady", kinds: ["Secret", "ExternalSecret"] },
] as const;

/** Pure: the whole status of a project from what is known of its objects. */
export function projectStatus(picture: Picture): ProjectStatus {
  const { project, items, drift, blocked, suspended, now } = picture;
  const previous = project.status;
  const ready = readyCondition(picture);
  const wanted: ConditionInput[] = [...parts.map((part) => partCondition(part, picture)), ready];
  const isReady = ready.status === "True";
  return {
    phase: phaseOf(picture, isReady),
    message: ready.message.slice(0, 4096),
    namespaceUID: picture.namespaceUID,
    objects: items.map(toStatus),
    drift,
    timings: timings(picture, isReady),
    conditions: stampConditions(wanted, previous?.conditions ?? [], project.metadata.generation, now),
    observedGeneration: blocked || isReady || suspended ? project.metadata.generation : observed(picture),
  };
}

/** While work goes on, the generation that was last dealt with to the end. */
function observed({ project, items }: Picture): number {
  const pending = items.some((item) => item.state === "Applying" || item.state === "Drifted");
  return pending ? (project.status?.observedGeneration ?? 0) : project.metadata.generation;
}

function phaseOf(
  { items, blocked, namespaceProblem, suspended, project }: Picture,
  isReady: boolean,
): ProjectPhase {
  if (blocked) return blocked.phase;
  if (namespaceProblem) return "Degraded";
  if (items.some((item) => item.state === "Refused")) return "Degraded";
  if (isReady) return suspended ? "Suspended" : "Ready";
  // What once was ready and waits for something is degraded, not new.
  if (project.status?.timings.readyAt && items.some((item) => item.state === "Waiting" && item.attempt))
    return "Degraded";
  return "Provisioning";
}

function readyCondition({ items, blocked, namespaceProblem, suspended }: Picture): ConditionInput {
  const type = "Ready";
  if (blocked) return { type, status: "False", reason: blocked.reason, message: blocked.message };
  if (namespaceProblem) return { type, status: "False", ...namespaceProblem };
  const count = (state: Item["state"]) => items.filter((item) => item.state === state).length;
  const standing = count("Applied");
  if (standing === items.length) {
    return suspended
      ? { type, status: "True", reason: "Suspended", message: "Suspended. Nobody can start a session." }
      : { type, status: "True", reason: "Reconciled", message: `All ${items.length} objects stand.` };
  }
  const refused = count("Refused");
  const waiting = items.length - standing - refused;
  const words = [
    `${standing} of ${items.length} objects stand`,
    ...(refused > 0 ? [`${refused} ${refused === 1 ? "was" : "were"} refused`] : []),
    ...(refused > 0 && waiting > 0
      ? [`${waiting} ${waiting === 1 ? "waits" : "wait"} for ${refused === 1 ? "it" : "them"}`]
      : []),
  ];
  const first = items.find((item) => item.state === "Refused") ?? items.find((item) => item.message);
  const said = first?.message ? ` ${first.object.kind} ${first.object.metadata.name}: ${first.message}` : "";
  return {
    type,
    status: "False",
    reason: refused > 0 ? "Refused" : "Provisioning",
    message: `${words.join(", ")}.${said}`,
  };
}

function partCondition(part: (typeof parts)[number], { items, namespaceProblem }: Picture): ConditionInput {
  const { type } = part;
  if (type === "NamespaceReady" && namespaceProblem) return { type, status: "False", ...namespaceProblem };
  const own = items.filter((item) => (part.kinds as readonly string[]).includes(item.object.kind));
  const refused = own.find((item) => item.state === "Refused");
  if (refused) {
    const { kind, metadata } = refused.object;
    return {
      type,
      status: "False",
      reason: "Refused",
      message: `${kind} ${metadata.name}: ${refused.message}`,
    };
  }
  if (own.length > 0 && own.every((item) => item.state === "Applied")) {
    const names = own.map((item) => item.object.metadata.name).join(", ");
    return {
      type,
      status: "True",
      reason: "Applied",
      message: `${names} ${own.length === 1 ? "stands" : "stand"}.`,
    };
  }
  const drifted = own.find((item) => item.state === "Drifted");
  if (drifted) {
    const message = `${drifted.object.metadata.name} was changed outside Portico and is being put back.`;
    return { type, status: "False", reason: "Drifted", message };
  }
  const said = own.find((item) => item.message)?.message;
  return { type, status: "False", reason: "Waiting", message: said || "Waits for what comes before it." };
}

/** The first provisioning is timed once; later repairs do not change it. */
function timings({ project, startedAt, now }: Picture, isReady: boolean): ProjectStatus["timings"] {
  const before = project.status?.timings ?? {};
  if (before.readyAt) return before;
  const begun = before.startedAt ?? startedAt;
  if (!isReady) return { startedAt: begun };
  return { startedAt: begun, readyAt: now, durationMs: Math.max(0, Date.parse(now) - Date.parse(begun)) };
}
