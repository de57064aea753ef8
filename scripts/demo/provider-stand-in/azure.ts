import { behaviourOfKey, type Markers } from "./behaviour.ts";
import { type Exchange, keepSilent, parseObject, sendJson } from "./exchange.ts";
import { answerCompletion } from "./openai.ts";

/** Deployments that the stand-in has; the second one is of an old model. */
const deployments = ["gpt-5", "old-model"];

/** Answers as a resource of Azure OpenAI does: models, and a chat completion of a deployment. */
export async function answerAsAzure(exchange: Exchange, path: string, markers: Markers): Promise<void> {
  const { request, response } = exchange;
  const key = request.headers["api-key"];
  const behaviour = behaviourOfKey("azure", typeof key === "string" ? key : "");
  if (behaviour === "unknown-key") {
    const message =
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.";
    return sendJson(response, 401, { error: { code: "401", message } });
  }
  if (!new URL(request.url ?? "", "http://stand-in").searchParams.has("api-version"))
    return sendJson(response, 404, { error: { code: "404", message: "Resource not found" } });
  if (path === "/openai/models")
    return sendJson(response, 200, { data: [{ id: "gpt-5", object: "model" }], object: "list" });

  if (behaviour === "silent") return keepSilent(exchange);
  if (behaviour === "rate-limited") {
    const message = "Requests to the ChatCompletions_Create Operation have exceeded call rate limit.";
    return sendJson(response, 429, { error: { code: "429", message } }, { "retry-after": "1" });
  }
  if (behaviour === "broken")
    return sendJson(response, 500, {
      error: { code: "InternalServerError", message: "Internal server error" },
    });
  const deployment = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/.exec(path)?.[1];
  if (!deployment || !deployments.includes(decodeURIComponent(deployment))) {
    const message =
      "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.";
    return sendJson(response, 404, { error: { code: "DeploymentNotFound", message } });
  }
  if (deployment === "old-model" && "max_completion_tokens" in (parseObject(exchange.body) ?? {})) {
    const message = "Unrecognized request argument supplied: max_completion_tokens";
    return sendJson(response, 400, {
      error: { message, type: "invalid_request_error", param: null, code: null },
    });
  }
  if (parseObject(exchange.body)?.stream === true)
    return answerCompletion(exchange, behaviour, String(key), markers);
  const message = { role: "assistant", content: "No model was asked." };
  sendJson(response, 200, {
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  });
}
