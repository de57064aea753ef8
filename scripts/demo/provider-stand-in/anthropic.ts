import { countTokens, inChunks, writeAnswer } from "./answer.ts";
import { type Behaviour, behaviourOfKey, type Markers, withoutMarkers } from "./behaviour.ts";
import { type Exchange, keepSilent, lastUserText, parseObject, sendChunks, sendJson } from "./exchange.ts";

const models = [
  ["claude-opus-4-5", "Claude Opus 4.5", "2025-11-24T00:00:00Z"],
  ["claude-sonnet-4-5", "Claude Sonnet 4.5", "2025-09-29T00:00:00Z"],
  ["claude-haiku-4-5", "Claude Haiku 4.5", "2025-10-15T00:00:00Z"],
] as const;

/** Answers as the Anthropic API does: the list of models and the Messages API, streamed or whole. */
export async function answerAsAnthropic(exchange: Exchange, path: string, markers: Markers): Promise<void> {
  const key = exchange.request.headers["x-api-key"];
  if (typeof key !== "string" || key === "") {
    return sendError(exchange, 401, "authentication_error", "x-api-key header is required");
  }
  const behaviour = behaviourOfKey("anthropic", key);
  if (behaviour === "unknown-key") {
    return sendError(exchange, 401, "authentication_error", "invalid x-api-key");
  }
  if (!exchange.request.headers["anthropic-version"]) {
    return sendError(exchange, 400, "invalid_request_error", "anthropic-version: header is required");
  }
  if (path === "/v1/models") return listModels(exchange, behaviour);
  return answerMessage(exchange, behaviour, markers);
}

async function listModels(exchange: Exchange, behaviour: Behaviour): Promise<void> {
  // A key without credit, and one that is refused later, still lists models at the real API.
  if (behaviour !== "no-credit" && behaviour !== "refused" && (await refuse(exchange, behaviour, ""))) return;
  if (behaviour === "hang") return keepSilent(exchange);
  const data = models.map(([id, display_name, created_at]) => ({
    type: "model",
    id,
    display_name,
    created_at,
  }));
  sendJson(exchange.response, 200, {
    data,
    has_more: false,
    first_id: data[0]?.id,
    last_id: data.at(-1)?.id,
  });
}

async function answerMessage(exchange: Exchange, ofKey: Behaviour, markers: Markers): Promise<void> {
  const body = parseObject(exchange.body);
  if (!body) return invalid(exchange, "The request body is not valid JSON");
  for (const field of ["model", "max_tokens", "messages"]) {
    if (body[field] === undefined) return invalid(exchange, `${field}: Field required`);
  }
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    return invalid(exchange, "messages: at least one message is required");
  }
  const model = String(body.model);
  const prompt = lastUserText(body.messages);
  const behaviour = ofKey === "answer" ? (markers.take(prompt) ?? "answer") : ofKey;
  if (await refuse(exchange, behaviour, model)) return;
  if (!models.some(([id]) => model === id || model.startsWith(`${id}-`))) {
    return sendError(exchange, 404, "not_found_error", `model: ${model}`);
  }

  const answer = writeAnswer(withoutMarkers(prompt), body.max_tokens);
  const inputTokens = countTokens(`${typeof body.system === "string" ? body.system : ""}${prompt}`);
  const message = {
    id: `msg_${exchange.id}`,
    type: "message",
    role: "assistant",
    model,
    content: [] as unknown[],
    stop_reason: null as string | null,
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: 1 },
  };
  if (body.stream === true) return streamMessage(exchange, behaviour, message, answer);

  if (await sendChunks(exchange, behaviour, inChunks(answer), () => {})) {
    message.content = [{ type: "text", text: answer }];
    message.stop_reason = "end_turn";
    message.usage.output_tokens = countTokens(answer);
    sendJson(exchange.response, 200, message, { "request-id": `req_${exchange.id}` });
  }
}

async function streamMessage(exchange: Exchange, behaviour: Behaviour, message: object, answer: string) {
  exchange.response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "request-id": `req_${exchange.id}`,
  });
  const send = (type: string, data: object) =>
    exchange.response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send("message_start", { message });
  send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
  send("ping", {});
  const whole = await sendChunks(exchange, behaviour, inChunks(answer), (text) =>
    send("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
  );
  if (!whole) return;
  send("content_block_stop", { index: 0 });
  send("message_delta", {
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: countTokens(answer) },
  });
  send("message_stop", {});
  exchange.response.end();
}

/** Sends the refusal that the behaviour stands for; false when the request is to be answered. */
async function refuse(exchange: Exchange, behaviour: Behaviour, model: string): Promise<boolean> {
  if (behaviour === "rate-limited") {
    const message = `This request would exceed your organization's rate limit of 50 requests per minute${model ? ` for ${model}` : ""}. For details, refer to: https://docs.claude.com/en/api/rate-limits.`;
    sendError(exchange, 429, "rate_limit_error", message, {
      "retry-after": "1",
      "anthropic-ratelimit-requests-limit": "50",
      "anthropic-ratelimit-requests-remaining": "0",
    });
  } else if (behaviour === "overloaded") sendError(exchange, 529, "overloaded_error", "Overloaded");
  else if (behaviour === "broken") sendError(exchange, 500, "api_error", "Internal server error");
  else if (behaviour === "refused") sendError(exchange, 401, "authentication_error", "invalid x-api-key");
  else if (behaviour === "forbidden")
    sendError(
      exchange,
      403,
      "permission_error",
      "Your API key does not have permission to use the specified resource.",
    );
  else if (behaviour === "no-credit")
    invalid(
      exchange,
      "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
    );
  else if (behaviour === "silent") await keepSilent(exchange);
  else return false;
  return true;
}

function invalid(exchange: Exchange, message: string) {
  sendError(exchange, 400, "invalid_request_error", message);
}

function sendError(
  exchange: Exchange,
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
) {
  const request_id = `req_${exchange.id}`;
  sendJson(
    exchange.response,
    status,
    { type: "error", error: { type, message }, request_id },
    {
      "request-id": request_id,
      ...headers,
    },
  );
}
