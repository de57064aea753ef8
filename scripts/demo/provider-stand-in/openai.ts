import { countTokens, inChunks, writeAnswer } from "./answer.ts";
import { type Behaviour, behaviourOfKey, type Markers, withoutMarkers } from "./behaviour.ts";
import { type Exchange, keepSilent, lastUserText, parseObject, sendChunks, sendJson } from "./exchange.ts";

const models = ["gpt-5", "gpt-5-mini", "gpt-4o", "gpt-4o-mini"];
const created = 1_754_425_777;
const noKey =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.";

/** Answers as the OpenAI API does: the list of models and chat completions, streamed or whole. */
export async function answerAsOpenAI(exchange: Exchange, path: string, markers: Markers): Promise<void> {
  // Servers that are compatible with OpenAI's often take the key in a header of their own.
  const { authorization = "", "api-key": own } = exchange.request.headers;
  const key = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? (typeof own === "string" ? own : undefined);
  if (!key) return sendError(exchange, 401, { message: noKey, type: "invalid_request_error" });
  const behaviour = behaviourOfKey("openai", key);
  if (behaviour === "unknown-key") return refuseKey(exchange, key);
  if (path === "/v1/models") return listModels(exchange, behaviour, key);
  return answerCompletion(exchange, behaviour, key, markers);
}

async function listModels(exchange: Exchange, behaviour: Behaviour, key: string): Promise<void> {
  // A key without credit, and one that is refused later, still lists models at the real API.
  if (
    behaviour !== "no-credit" &&
    behaviour !== "refused" &&
    (await refuse(exchange, behaviour, "gpt-5", key))
  ) {
    return;
  }
  if (behaviour === "hang") return keepSilent(exchange);
  const data = models.map((id) => ({ id, object: "model", created, owned_by: "system" }));
  sendJson(exchange.response, 200, { object: "list", data });
}

/** Answers with a chat completion of one of `known`; others that speak this API answer the same. */
export async function answerCompletion(
  exchange: Exchange,
  ofKey: Behaviour,
  key: string,
  markers: Markers,
  known: readonly string[] = models,
): Promise<void> {
  const body = parseObject(exchange.body);
  if (!body) return invalid(exchange, "We could not parse the JSON body of your request.");
  if (typeof body.model !== "string") return invalid(exchange, "you must provide a model parameter");
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    return invalid(
      exchange,
      "Missing required parameter: 'messages'.",
      "messages",
      "missing_required_parameter",
    );
  }
  const model = body.model;
  const prompt = lastUserText(body.messages);
  const behaviour = ofKey === "answer" ? (markers.take(prompt) ?? "answer") : ofKey;
  if (await refuse(exchange, behaviour, model, key)) return;
  if (!known.includes(model)) {
    const message = `The model \`${model}\` does not exist or you do not have access to it.`;
    return sendError(exchange, 404, { message, type: "invalid_request_error", code: "model_not_found" });
  }

  const answer = writeAnswer(withoutMarkers(prompt), body.max_completion_tokens ?? body.max_tokens);
  const prompt_tokens = countTokens(JSON.stringify(body.messages));
  const completion_tokens = countTokens(answer);
  const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
  if (body.stream === true) {
    const options = body.stream_options as { include_usage?: unknown } | undefined;
    return streamCompletion(
      exchange,
      behaviour,
      model,
      answer,
      options?.include_usage === true ? usage : null,
    );
  }
  if (await sendChunks(exchange, behaviour, inChunks(answer), () => {})) {
    const message = { role: "assistant", content: answer, refusal: null, annotations: [] };
    sendJson(exchange.response, 200, {
      id: `chatcmpl-${exchange.id}`,
      object: "chat.completion",
      created: seconds(),
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
      usage,
      service_tier: "default",
    });
  }
}

async function streamCompletion(
  exchange: Exchange,
  behaviour: Behaviour,
  model: string,
  answer: string,
  usage: object | null,
) {
  exchange.response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "x-request-id": `req_${exchange.id}`,
  });
  const head = { id: `chatcmpl-${exchange.id}`, object: "chat.completion.chunk", created: seconds(), model };
  const write = (data: object) =>
    exchange.response.write(`data: ${JSON.stringify({ ...head, ...data })}\n\n`);
  // With include_usage every chunk carries `usage: null`, and one more with the counts follows the last.
  const send = (delta: object, finish_reason: string | null) =>
    write({ choices: [{ index: 0, delta, logprobs: null, finish_reason }], ...(usage && { usage: null }) });
  send({ role: "assistant", content: "", refusal: null }, null);
  const whole = await sendChunks(exchange, behaviour, inChunks(answer), (content) => send({ content }, null));
  if (!whole) return;
  send({}, "stop");
  if (usage) write({ choices: [], usage });
  exchange.response.end("data: [DONE]\n\n");
}

/** Sends the refusal that the behaviour stands for; false when the request is to be answered. */
async function refuse(
  exchange: Exchange,
  behaviour: Behaviour,
  model: string,
  key: string,
): Promise<boolean> {
  if (behaviour === "rate-limited") {
    const message = `Rate limit reached for ${model} in organization org-demo on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 1s. Visit https://platform.openai.com/account/rate-limits to learn more.`;
    const headers = {
      "retry-after": "1",
      "x-ratelimit-limit-requests": "3",
      "x-ratelimit-remaining-requests": "0",
    };
    sendError(exchange, 429, { message, type: "requests", code: "rate_limit_exceeded" }, headers);
  } else if (behaviour === "overloaded") {
    const message = "The engine is currently overloaded, please try again later";
    sendError(exchange, 503, { message, type: "server_error" });
  } else if (behaviour === "broken") {
    const message = "The server had an error while processing your request. Sorry about that!";
    sendError(exchange, 500, { message, type: "server_error" });
  } else if (behaviour === "refused") refuseKey(exchange, key);
  else if (behaviour === "forbidden") {
    const message = `Project \`proj_demo\` does not have access to model \`${model}\``;
    sendError(exchange, 403, { message, type: "invalid_request_error", code: "model_not_found" });
  } else if (behaviour === "no-credit") {
    const message =
      "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.";
    sendError(exchange, 429, { message, type: "insufficient_quota", code: "insufficient_quota" });
  } else if (behaviour === "silent") await keepSilent(exchange);
  else return false;
  return true;
}

function refuseKey(exchange: Exchange, key: string) {
  const shown = key.length > 12 ? `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}` : "***";
  const message = `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  sendError(exchange, 401, { message, type: "invalid_request_error", code: "invalid_api_key" });
}

function invalid(exchange: Exchange, message: string, param?: string, code?: string) {
  sendError(exchange, 400, { message, type: "invalid_request_error", param, code });
}

type ErrorBody = { message: string; type: string; param?: string; code?: string };

function sendError(
  exchange: Exchange,
  status: number,
  error: ErrorBody,
  headers: Record<string, string> = {},
) {
  const body = { error: { ...error, param: error.param ?? null, code: error.code ?? null } };
  sendJson(exchange.response, status, body, { "x-request-id": `req_${exchange.id}`, ...headers });
}

const seconds = () => Math.floor(Date.now() / 1000);
