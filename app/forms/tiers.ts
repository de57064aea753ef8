import { formatNumber } from "#components/ui/format.ts";
import { mayUseTier, tiers } from "#lib/domain/tiers/rules.ts";

/** The limits a person compares tiers by. */
const compared = {
  cpu: "limits.cpu",
  memory: "limits.memory",
  gpu: "requests.nvidia.com/gpu",
  kept: "count/agenticsessions.portico.dev",
} as const;

/** A tier as the form of a project shows it. */
export type TierChoice = {
  id: string;
  internet: boolean;
  /** Whether the organization's own tier reaches it. */
  allowed: boolean;
  /** Sessions at once. */
  sessions: number;
  /** Amounts as people read them: `16 GiB`, `1,000`. */
  quota: Record<keyof typeof compared, string>;
};

/** A quantity of Kubernetes as people read it: `16Gi` is `16 GiB`, `1000` is `1,000`. */
function shown(quantity: string): string {
  const [, amount = "", unit = ""] = /^(\d+)(\w*)$/.exec(quantity) ?? [];
  return amount ? `${formatNumber(Number(amount))}${unit ? ` ${unit}B` : ""}` : quantity;
}

/** The tiers that a project of an organization of this tier may choose from, with those it may not. */
export const tierChoices = (organizationTier: string): TierChoice[] =>
  tiers.map(({ id, egress, limits }) => {
    const amount = (name: keyof typeof compared) => shown(limits.quota[compared[name]] ?? "0");
    return {
      id,
      internet: egress.includes("internet"),
      allowed: mayUseTier(organizationTier, id),
      sessions: limits.concurrentSessions,
      quota: { cpu: amount("cpu"), memory: amount("memory"), gpu: amount("gpu"), kept: amount("kept") },
    };
  });
