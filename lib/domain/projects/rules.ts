import { isReservedNamespace } from "#lib/domain/clusters/contract/meta.ts";
import type { ProjectPhase } from "#lib/domain/clusters/contract/project.ts";
import { type PodSecurity, tierOf } from "#lib/domain/tiers/rules.ts";
import { toBase32 } from "#lib/infra/db/base32.ts";

/** The namespace a project gets, from the platform's template. Null if it does not fit a DNS label or is reserved. */
export function namespaceFor(template: string, organization: string, project: string): string | null {
  const name = template.replace("{organization}", organization).replace("{project}", project);
  const fits = name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
  return fits && !isReservedNamespace(name) ? name : null;
}

/** The part of a personal project's names that stands for its person: 50 bits of their id. */
export const personalId = (userId: string): string => toBase32(userId).slice(-10);

/** The namespace of somebody's own project, from the platform's template; null if it does not fit or is reserved. */
export const personalNamespaceFor = (template: string, organization: string, userId: string): string | null =>
  namespaceFor(template.replace("{id}", "{project}"), organization, personalId(userId));

/** Whether a tier lets its projects run pods of a Pod Security level. */
export const mayUsePodSecurity = (tier: string, level: PodSecurity): boolean =>
  tierOf(tier).podSecurity.includes(level);

/** Whether a tier lets its projects' sessions reach as far as that. */
export const mayReach = (tier: string, mode: string): boolean =>
  (tierOf(tier).egress as readonly string[]).includes(mode);

const words: Record<ProjectPhase, readonly ProjectPhase[]> = {
  Pending: ["Pending"],
  Provisioning: ["Provisioning"],
  Ready: ["Ready"],
  Degraded: ["Degraded"],
  Suspended: ["Suspended"],
  Deleting: ["Deleting"],
};

/** What may be asked of a project in a phase, and the phases in which it may. */
export const projectCan = {
  startSession: [...words.Ready, ...words.Degraded],
  retry: [...words.Pending, ...words.Provisioning, ...words.Degraded, ...words.Deleting],
  delete: [...words.Pending, ...words.Provisioning, ...words.Ready, ...words.Degraded, ...words.Suspended],
} as const satisfies Record<string, readonly ProjectPhase[]>;

/** Whether the phase allows it. */
export const allows = (action: keyof typeof projectCan, phase: string): boolean =>
  (projectCan[action] as readonly string[]).includes(phase);
