import type { ResourceQuota } from "#lib/infra/kube/objects.ts";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
} from "#lib/infra/kube/quantity.ts";
import type { Resources } from "../config.ts";

const words: Record<string, string> = {
  cpu: "CPU",
  "requests.cpu": "CPU",
  "limits.cpu": "CPU limit",
  memory: "memory",
  "requests.memory": "memory",
  "limits.memory": "memory limit",
  pods: "pod",
  "count/pods": "pod",
  "count/jobs.batch": "Job",
};

const nameOf = (resource: string) => words[resource] ?? resource;

/** What one session takes from a quota. */
export function needsOf({ requests, limits }: Resources): Record<string, string> {
  const needs: Record<string, string> = { pods: "1", "count/pods": "1", "count/jobs.batch": "1" };
  for (const [name, amount] of Object.entries(requests)) {
    needs[`requests.${name}`] = amount;
    needs[name] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) needs[`limits.${name}`] = amount;
  return needs;
}

/**
 * Why one more session does not fit into the namespace's quota, in a sentence; undefined when it fits. `reserved` is what
 * sessions take that were let in and are not counted by the API server yet.
 */
export function quotaShortfall(
  quota: ResourceQuota | undefined,
  resources: Resources,
  reserved: Resources[] = [],
): string | undefined {
  const { hard = {}, used = {} } = quota?.status ?? {};
  const needs = needsOf(resources);
  const others = reserved.map(needsOf);
  for (const [resource, limit] of Object.entries(hard)) {
    const need = needs[resource];
    if (need === undefined) continue;
    const taken = addQuantities(used[resource] ?? "0", ...others.map((other) => other[resource] ?? "0"));
    if (compareQuantities(addQuantities(taken, need), limit) > 0)
      return sentence(resource, need, taken, limit);
  }
  return undefined;
}

function sentence(resource: string, need: string, taken: string, limit: string): string {
  const name = nameOf(resource);
  if (compareQuantities(need, limit) > 0) {
    return `This session needs ${canonicalQuantity(need)} of the namespace's ${name} quota, which is ${canonicalQuantity(limit)}. Choose a smaller class or ask for more.`;
  }
  const end = "Stop a session or ask for more.";
  if (compareQuantities(taken, limit) >= 0) {
    return `The namespace's ${name} quota is used up: ${canonicalQuantity(taken)} of ${canonicalQuantity(limit)}. ${end}`;
  }
  const left = { ...parseQuantity(limit), nano: parseQuantity(limit).nano - parseQuantity(taken).nano };
  return `The namespace's ${name} quota has ${formatQuantity(left)} left of ${canonicalQuantity(limit)}, and this session needs ${canonicalQuantity(need)}. ${end}`;
}

/** The API server's own refusal of a pod or Job for its quota, in our words; undefined when it is another refusal. */
export function quotaRefusal(message: string): string | undefined {
  const match = /exceeded quota: [^,]+, requested: (.+), used: (.+), limited: (.+)$/.exec(message.trim());
  if (!match) return undefined;
  const [requested, used, limited] = match.slice(1).map(amountsOf) as [Amounts, Amounts, Amounts];
  const [resource, need] = Object.entries(requested)[0] ?? [];
  if (!resource || !need || !used[resource] || !limited[resource]) return undefined;
  return sentence(resource, need, used[resource], limited[resource]);
}

type Amounts = Record<string, string>;

function amountsOf(text: string): Amounts {
  return Object.fromEntries(text.split(",").map((pair) => pair.trim().split("=") as [string, string]));
}
