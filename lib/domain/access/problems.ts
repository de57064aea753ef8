import { createTranslator } from "next-intl";
import type { z } from "zod";
import type { Refused } from "#lib/domain/outcome.ts";
import reasons from "../../../messages/en/reasons.json" with { type: "json" };

const t = createTranslator({ locale: "en", messages: { reasons } as Record<string, unknown> });
const known = new Set(Object.keys(reasons));

/** The sentences of messages/en/reasons.json outside a page: an API speaks one language. */
export const sentences = {
  has: (reason: string) => known.has(reason),
  say: (reason: string, values?: Record<string, string | number>) =>
    known.has(reason) ? t(`reasons.${reason}` as never, values as never) : reason,
};

/** The status of each refusal that is not simply a conflict (409), or a fault of a field (422). */
const statuses: Record<string, number> = {
  body_form: 400,
  text_form: 400,
  organization_needed: 400,
  no_credential: 401,
  signed_out: 401,
  token_unknown: 401,
  token_expired: 401,
  key_unknown: 401,
  key_expired: 401,
  key_revoked: 401,
  key_maker_limited: 403,
  key_rotate_own: 403,
  key_rotate_person: 403,
  key_disabled_by: 403,
  key_secret_before: 403,
  key_models_role: 403,
  key_project_role: 403,
  account_suspended: 401,
  unknown_subject: 401,
  key_disabled: 401,
  key_rotated: 401,
  address_not_allowed: 403,
  model_not_allowed: 403,
  route_not_allowed: 403,
  organization_suspended: 403,
  project_archived: 403,
  token_limits: 403,
  audience_unknown: 400,
  gateway_unknown: 403,
  permission_unknown: 400,
  forbidden: 403,
  session_not_yours: 403,
  scope_missing: 403,
  key_one_organization: 403,
  key_role_above: 403,
  key_maker: 403,
  key_scope_beyond: 403,
  role_above: 403,
  role_own: 403,
  role_outlasts: 403,
  step_up: 403,
  viewing_only: 403,
  not_found: 404,
  member_gone: 404,
  method_unknown: 404,
  // What stands in the way, though a field names it: the same request may pass later.
  organization_taken: 409,
  project_taken: 409,
  namespace_taken: 409,
  secret_shown: 409,
  preflight_projectNotReady: 409,
  preflight_quotaFull: 409,
  preflight_credentialNone: 409,
  preflight_credentialFailed: 409,
  preflight_credentialDisabled: 409,
  preflight_credentialExpired: 409,
  preflight_credentialRemoved: 409,
  version_differs: 412,
  credential_changed: 412,
  body_large: 413,
  body_type: 415,
  not_valid: 422,
  leak_form: 422,
  invalid: 422,
  idempotency_reused: 422,
  rate_limited: 429,
  key_limit: 429,
  mails_most: 429,
  mails_alike: 429,
  unexpected: 500,
  cluster_refused: 502,
  unavailable: 503,
  issuer_unavailable: 503,
  review_unavailable: 503,
  cluster_unavailable: 503,
  dns_unreachable: 503,
};

type Fault = { field: string; code: string; message: string };

/** What is wrong with a part of a request, each with its place in it. */
export const faultsOf = (error: z.ZodError, at: string): Fault[] =>
  error.issues.map((issue) => ({
    field: [at, ...issue.path.map(String)].join("."),
    code: sentences.has(issue.message) ? issue.message : String(issue.code),
    message: sentences.say(issue.message),
  }));

/** A refusal as RFC 9457 `application/problem+json`, with `errors` for each field that is wrong, and `more` beside its code. */
export function problemOf(
  refusal: Refused,
  requestId: string,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): Response {
  const { reason, values, field, detail } = refusal;
  const status = statuses[reason] ?? (field ? 422 : 409);
  const title = sentences.say(reason, values);
  const errors =
    Array.isArray(detail) && reason === "not_valid"
      ? detail
      : field
        ? [{ field, code: reason, message: title }]
        : undefined;
  return new Response(
    JSON.stringify({
      type: "about:blank",
      status,
      code: reason,
      title,
      requestId,
      ...more,
      ...(errors ? { errors } : {}),
    }),
    {
      status,
      headers: {
        ...headers,
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "x-request-id": requestId,
        ...(status === 401 ? { "www-authenticate": 'Bearer realm="portico"' } : {}),
        ...(status === 503 ? { "retry-after": "2" } : {}),
      },
    },
  );
}
