import { badInput } from "../ending.ts";
import type { Agent } from "./agent.ts";
import { chat } from "./chat.ts";

const agents: Readonly<Record<string, Agent>> = { chat };

/** The agent of a type (`spec.agent.type`). Throws SessionEnd (exit 2) for one that this image does not have. */
export function agentOf(type: string): Agent {
  const agent = Object.hasOwn(agents, type) ? agents[type] : undefined;
  if (agent) return agent;
  throw badInput(
    "unknown_agent",
    `This image has no agent "${type}"; it has ${Object.keys(agents).join(", ")}.`,
  );
}
