/** Why a sign-in failed, in the words of what to do about it. Each has a page text under `signInProblem`. */
export const failures = [
  "denied",
  "clock",
  "callback",
  "scope",
  "unreachable",
  "interrupted",
  "client",
  "suspended",
  "unknown",
] as const;
export type Failure = (typeof failures)[number];

const patterns: [Failure, RegExp][] = [
  ["suspended", /portico_suspended/],
  ["denied", /access_denied|consent_required|login_required/],
  ["callback", /redirect_uri|redirect uri/i],
  ["client", /invalid_client|unauthorized_client|client authentication failed/i],
  ["scope", /invalid_scope|missing_scope|insufficient_scope/i],
  ["clock", /issued in the future|JWT expired|jwt not active|\bnbf\b|\bexp\b|\biat\b|timestamp/i],
  ["interrupted", /state|nonce|code_verifier|pkce|cookie|invalid_grant/i],
  [
    "unreachable",
    /ECONNREFUSED|ENOTFOUND|ECONNRESET|ETIMEDOUT|EAI_AGAIN|timed out|timeout|getaddrinfo|socket hang up|expected 200|certificate|fetch failed/i,
  ],
];

/** Names the cause from what the OAuth client said. Later patterns are broader, so the order decides. */
export function classifyFailure(error: unknown): Failure {
  const words: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current && depth < 5; depth++) {
    if (typeof current === "string") words.push(current);
    const {
      name,
      message,
      error: code,
      error_description,
      code: errno,
      cause,
    } = current as Record<string, unknown>;
    for (const word of [name, message, typeof code === "string" ? code : undefined, error_description, errno])
      if (typeof word === "string") words.push(word);
    current = cause ?? (typeof code === "object" ? code : undefined);
  }
  const said = words.join(" ");
  return patterns.find(([, pattern]) => pattern.test(said))?.[0] ?? "unknown";
}
