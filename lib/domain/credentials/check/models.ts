import { z } from "zod";
import { type Reply, StageFailure, type TestCause } from "./probe.ts";

/** The ids in a list of models, as OpenAI, Anthropic and all that follow them answer. */
export const modelList = z
  .object({ data: z.array(z.object({ id: z.string() })) })
  .transform(({ data }) => data.map(({ id }) => id));

/** The first of the wanted models that is offered. Throws StageFailure where none is. */
export function offered(ids: readonly string[], wanted: readonly string[]): string {
  const model = wanted.find((id) => ids.includes(id));
  if (model) return model;
  throw new StageFailure("model", `None of ${wanted.join(", ")} is offered to this key.`, 200);
}

/** What answers of OpenAI's API mean that its status alone does not say. */
export function openaiCause({ status, json }: Reply): TestCause | undefined {
  const { error } = (json ?? {}) as { error?: { code?: unknown; param?: unknown } };
  if (error?.code === "insufficient_quota") return "credit";
  if (error?.code === "model_not_found" || error?.code === "DeploymentNotFound") return "model";
  return status === 404 ? "model" : undefined;
}

/** A body that asks for as little as may be asked for. Newer models take only `max_completion_tokens`, older servers only the other. */
export const smallest = (limit: "max_completion_tokens" | "max_tokens") => ({
  [limit]: 16,
  messages: [{ role: "user", content: "." }],
});

/** Whether a server does not take one of the two ways to say how long the answer may be. */
export const limitUnknown = ({ status, text }: Reply): boolean =>
  status === 400 && /max_(completion_)?tokens/.test(text);
