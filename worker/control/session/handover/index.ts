import type { HandoverWay } from "#lib/domain/clusters/contract/credentials.ts";
import { environment } from "./environment.ts";
import { file } from "./file.ts";
import type { Handed, Placement, Variable, Way } from "./way.ts";

/**
 * The one place that knows how a credential gets into a session. A further way (a proxy beside the agent that keeps model keys
 * out of its container) is one file and one line here, its name in the contract, and a kind that says so.
 */
const ways: Readonly<Record<HandoverWay, Way>> = { file, environment };

/** What a session's pod needs for its credentials. Pure. */
export function handOver(credentials: readonly Handed[]): Placement {
  const parts = credentials.flatMap(({ parts, secret }) => parts.map((part) => ({ ...part, secret })));
  const placement: Placement = { env: [], volumes: [], volumeMounts: [], initContainers: [] };
  for (const [name, { place }] of Object.entries(ways)) {
    const placed = place(parts.filter(({ way }) => way === name));
    placement.env.push(...(placed.env ?? []));
    placement.volumes.push(...(placed.volumes ?? []));
    placement.volumeMounts.push(...(placed.volumeMounts ?? []));
    placement.initContainers.push(...(placed.initContainers ?? []));
  }
  placement.env.push(...credentials.flatMap(({ variables }) => plainVariables(variables)));
  return placement;
}

/** Where a session finds something that goes a way: the path of a file, the name of a variable. */
export const addressOf = (way: HandoverWay, as: string): string => ways[way].address(as);

/**
 * Variables with these very values. The kubelet puts other variables where a value says `$(NAME)`: a prompt or an address
 * could fetch another credential's value by that, so each `$` is doubled, which stands for one.
 */
export const plainVariables = (values: Readonly<Record<string, string>>): Variable[] =>
  Object.entries(values).map(([name, value]) => ({ name, value: value.replaceAll("$", "$$$$") }));
