import { createVerify, generateKeyPairSync } from "node:crypto";
import { type Behaviour, behaviourOfKey, type Markers } from "./behaviour.ts";
import { type Exchange, keepSilent, sendJson } from "./exchange.ts";
import { answerCompletion } from "./openai.ts";

const models = ["gemini-2.5-flash", "gemini-2.5-pro"];
const tokenPrefix = "stand-in-token-of-";

/** Made at the first question, so that a start waits for nothing. */
let pair: { publicKey: string; privateKey: string } | undefined;
const keys = () =>
  (pair ??= generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }));

/** The key file of a service account that the stand-in knows, called `demo-<name>`; see behaviour.ts. */
export const serviceAccountFile = (name: string): string =>
  JSON.stringify({
    type: "service_account",
    project_id: "stand-in-project",
    private_key_id: "stand-in",
    private_key: keys().privateKey,
    client_email: `demo-${name}@stand-in-project.iam.gserviceaccount.com`,
    token_uri: "https://oauth2.googleapis.com/token",
  });

/** Answers as the Gemini API does: models, and content made by one. */
export async function answerAsGemini(exchange: Exchange, path: string): Promise<void> {
  const key = exchange.request.headers["x-goog-api-key"];
  const behaviour = behaviourOfKey("gemini", typeof key === "string" ? key : "");
  if (behaviour === "unknown-key")
    return sendError(
      exchange,
      400,
      "INVALID_ARGUMENT",
      "API key not valid. Please pass a valid API key.",
      "API_KEY_INVALID",
    );
  if (path === "/v1beta/models")
    return sendJson(exchange.response, 200, {
      models: models.map((name) => ({
        name: `models/${name}`,
        supportedGenerationMethods: ["generateContent", "countTokens"],
      })),
    });
  return answerModel(exchange, path, behaviour);
}

/** Answers a chat completion as Gemini does beside its own API. */
export async function answerGeminiChat(exchange: Exchange, markers: Markers): Promise<void> {
  const key = (exchange.request.headers.authorization ?? "").replace("Bearer ", "");
  const behaviour = behaviourOfKey("gemini", key);
  if (behaviour === "unknown-key")
    return sendError(exchange, 401, "UNAUTHENTICATED", "API key not valid. Please pass a valid API key.");
  return answerCompletion(exchange, behaviour, key, markers, models);
}

/** Gives a token for a signed statement, as Google's token endpoint does. */
export async function answerAsTokenEndpoint({ body, response }: Exchange): Promise<void> {
  const [header = "", claims = "", signature = ""] = (new URLSearchParams(body).get("assertion") ?? "").split(
    ".",
  );
  const genuine = createVerify("RSA-SHA256")
    .update(`${header}.${claims}`)
    .verify(keys().publicKey, Buffer.from(signature, "base64url"));
  const { iss = "" } = genuine
    ? (JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { iss?: string })
    : {};
  if (behaviourOfKey("google", iss.split("@")[0] ?? "") === "unknown-key")
    return sendJson(response, 400, { error: "invalid_grant", error_description: "Invalid JWT Signature." });
  sendJson(response, 200, { access_token: tokenPrefix + iss, expires_in: 3599, token_type: "Bearer" });
}

/** Answers as Vertex AI does for one of Google's models. */
export async function answerAsVertex(exchange: Exchange, path: string): Promise<void> {
  const { authorization = "" } = exchange.request.headers;
  const [name = ""] = authorization.replace(`Bearer ${tokenPrefix}`, "").split("@");
  const behaviour = behaviourOfKey("google", name);
  if (behaviour === "unknown-key")
    return sendError(exchange, 401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
  return answerModel(exchange, path, behaviour);
}

async function answerModel(exchange: Exchange, path: string, behaviour: Behaviour): Promise<void> {
  const [, model = "", verb] = /\/models\/([^/:]+):(\w+)$/.exec(path) ?? [];
  if (!models.includes(model))
    return sendError(
      exchange,
      404,
      "NOT_FOUND",
      `models/${model} is not found, or is not supported for ${verb}.`,
    );
  if (behaviour === "forbidden")
    return sendError(exchange, 403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied.");
  if (verb === "countTokens") return sendJson(exchange.response, 200, { totalTokens: 1 });
  if (behaviour === "silent") return keepSilent(exchange);
  if (behaviour === "rate-limited")
    return sendError(
      exchange,
      429,
      "RESOURCE_EXHAUSTED",
      "You exceeded your current quota. Please retry in 1s.",
    );
  if (behaviour === "no-credit")
    return sendError(
      exchange,
      403,
      "PERMISSION_DENIED",
      "This API method requires billing to be enabled.",
      "BILLING_DISABLED",
    );
  if (behaviour === "overloaded")
    return sendError(exchange, 503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
  if (behaviour === "broken") return sendError(exchange, 500, "INTERNAL", "An internal error has occurred.");
  const content = { role: "model", parts: [{ text: "No model was asked." }] };
  sendJson(exchange.response, 200, { candidates: [{ content, finishReason: "MAX_TOKENS" }] });
}

function sendError({ response }: Exchange, code: number, status: string, message: string, reason?: string) {
  const details = reason && [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason }];
  sendJson(response, code, { error: { code, message, status, ...(details && { details }) } });
}
