import { createHash, createHmac } from "node:crypto";
import { behaviourOfKey, keysOf } from "./behaviour.ts";
import { type Exchange, keepSilent, sendJson } from "./exchange.ts";

const models = ["amazon.nova-micro-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0"];

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * Which of the secrets signed this request (AWS Signature Version 4); undefined for none. Written from AWS's description and
 * apart from the library that signs, so that both would have to be wrong in the same way.
 */
function signedBy({ request, body }: Exchange, secrets: string[]): string | undefined {
  const { authorization = "", "x-amz-date": date = "" } = request.headers;
  const [, scope = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=[A-Z0-9]+\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  const { pathname, searchParams } = new URL(request.url ?? "", "http://stand-in");
  searchParams.sort();
  const canonical = [
    request.method,
    // Every segment is encoded once more, as for all services but S3.
    pathname.split("/").map(encodeURIComponent).join("/"),
    searchParams.toString(),
    ...names.split(";").map((name) => `${name}:${String(request.headers[name] ?? "").trim()}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  return secrets.find((secret) => {
    const key = scope.split("/").reduce<string | Buffer>((from, part) => hmac(from, part), `AWS4${secret}`);
    return hmac(key, toSign).toString("hex") === signature;
  });
}

/** Answers as Amazon Bedrock does: the list of models, and one turn with a model. */
export async function answerAsBedrock(exchange: Exchange, path: string): Promise<void> {
  const behaviour = behaviourOfKey("aws", signedBy(exchange, keysOf("aws")) ?? "");
  if (behaviour === "unknown-key")
    return sendError(
      exchange,
      403,
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    );
  if (behaviour === "forbidden") {
    const message =
      "User: arn:aws:iam::000000000000:user/demo is not authorized to perform: bedrock:ListFoundationModels";
    return sendError(exchange, 403, "AccessDeniedException", message);
  }
  if (path === "/foundation-models")
    return sendJson(exchange.response, 200, { modelSummaries: models.map((modelId) => ({ modelId })) });
  if (behaviour === "silent") return keepSilent(exchange);
  if (behaviour === "rate-limited")
    return sendError(
      exchange,
      429,
      "ThrottlingException",
      "Too many requests, please wait before trying again.",
    );
  if (behaviour === "broken")
    return sendError(exchange, 500, "InternalServerException", "The system encountered an unexpected error.");
  if (!models.includes(decodeURIComponent(path.split("/")[2] ?? "")))
    return sendError(exchange, 400, "ValidationException", "The provided model identifier is invalid.");
  const message = { role: "assistant", content: [{ text: "No model was asked." }] };
  sendJson(exchange.response, 200, { output: { message }, stopReason: "max_tokens" });
}

function sendError({ response }: Exchange, status: number, type: string, message: string) {
  sendJson(
    response,
    status,
    { message },
    { "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/` },
  );
}
