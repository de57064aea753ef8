import { behaviourOfKey, type Provider } from "./behaviour.ts";
import { type Exchange, keepSilent, sendJson } from "./exchange.ts";

/** Name and password of an Authorization header of that kind. */
function basicOf({ request }: Exchange): [name: string, password: string] {
  const [, text = ""] = /^Basic (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  const [name = "", ...password] = Buffer.from(text, "base64").toString("utf8").split(":");
  return [name, password.join(":")];
}

/** Sends what a key's behaviour stands for, or a refusal of the key; false when the request is to be answered. */
async function refuse(
  exchange: Exchange,
  provider: Provider,
  key: string,
  unknown: object,
): Promise<boolean> {
  const behaviour = behaviourOfKey(provider, key);
  if (behaviour === "unknown-key") sendJson(exchange.response, 401, unknown);
  else if (behaviour === "silent") await keepSilent(exchange);
  else if (behaviour === "forbidden") sendJson(exchange.response, 403, { message: "403 Forbidden" });
  else if (behaviour === "broken") sendJson(exchange.response, 500, { message: "500 Internal Server Error" });
  else if (behaviour === "rate-limited" && provider !== "github")
    sendJson(exchange.response, 429, { message: "429 Too Many Requests" }, { "retry-after": "1" });
  else return false;
  return true;
}

/** Answers as Jira Cloud does to who asks. */
export async function answerAsJira(exchange: Exchange): Promise<void> {
  const [emailAddress, token] = basicOf(exchange);
  const unknown = { message: "Client must be authenticated to access this resource.", "status-code": 401 };
  if (await refuse(exchange, "jira", token, unknown)) return;
  sendJson(exchange.response, 200, { accountId: "stand-in", emailAddress, displayName: "Stand-in" });
}

/** Answers as GitHub does to who asks, and to how often they may. */
export async function answerAsGithub(exchange: Exchange, path: string): Promise<void> {
  const [, token = ""] = /^Bearer (\S+)$/.exec(exchange.request.headers.authorization ?? "") ?? [];
  const unknown = {
    message: "Bad credentials",
    documentation_url: "https://docs.github.com/rest",
    status: "401",
  };
  if (await refuse(exchange, "github", token, unknown)) return;
  if (path.endsWith("/user"))
    return sendJson(exchange.response, 200, { login: "stand-in", id: 1, type: "User" });
  const remaining = behaviourOfKey("github", token) === "rate-limited" ? 0 : 4_999;
  const core = {
    limit: 5_000,
    remaining,
    used: 5_000 - remaining,
    reset: Math.ceil(Date.now() / 1000) + 3_600,
  };
  sendJson(exchange.response, 200, { resources: { core }, rate: core });
}

/** Answers as GitLab does to who asks. A token called so that it may only read repositories may not ask. */
export async function answerAsGitlab(exchange: Exchange): Promise<void> {
  const token = String(exchange.request.headers["private-token"] ?? "");
  if (await refuse(exchange, "gitlab", token, { message: "401 Unauthorized" })) return;
  if (token.endsWith("-repositories"))
    return sendJson(exchange.response, 403, { error: "insufficient_scope", scope: "api read_user" });
  sendJson(exchange.response, 200, { id: 1, username: "stand-in" });
}

const registryToken = "stand-in-registry-token-of-";

/** Answers as a container registry does: it sends whoever comes without a token to /registry-token. */
export async function answerAsRegistry(exchange: Exchange, path: string, base: string): Promise<void> {
  const { request, response } = exchange;
  const errors = (code: string, message: string) => ({ errors: [{ code, message, detail: null }] });
  const unknown = errors("UNAUTHORIZED", "incorrect username or password");
  if (path === "/registry-token") {
    const [, password] = basicOf(exchange);
    if (await refuse(exchange, "registry", password, unknown)) return;
    return sendJson(response, 200, { token: registryToken + password, expires_in: 300 });
  }
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  response.setHeader("docker-distribution-api-version", "registry/2.0");
  if (bearer.startsWith(registryToken)) return sendJson(response, 200, {});
  response.setHeader("www-authenticate", `Bearer realm="${base}/registry-token",service="stand-in"`);
  sendJson(response, 401, errors("UNAUTHORIZED", "authentication required"));
}
