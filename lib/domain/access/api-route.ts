import type { z } from "zod";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { isUnavailable, isUnreadable } from "#lib/infra/db/errors.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { BodyError, isKeepable, jsonBody } from "#lib/infra/http/body.ts";
import { type Bucket, take } from "#lib/infra/http/limits.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { log } from "#lib/infra/log/index.ts";
import { callerOf } from "./bearer.ts";
import { actorOf, type Caller } from "./caller.ts";
import type { Method, Operation, Parsed } from "./operation.ts";
import { denialOf, performPlatform, performTenant, performUser } from "./perform.ts";
import { can, type Permission } from "./permissions.ts";
import { problemOf, sentences } from "./problems.ts";
import { resolveProject, resolveTenant, type TenantScope } from "./scope.ts";

/** An address without names in it has no `params`. */
type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

/** Calls a minute. Counted for all replicas together. */
const perMinute = { unknown: 60, address: 600, token: 600, person: 1200, organization: 6000 };
const bucket = (key: string, amount: number): Bucket => ({ key, amount, seconds: 60 });

/** The methods of one address below /api/v1, each an operation. */
export function apiRoute(...operations: Operation[]): Partial<Record<Uppercase<Method>, Handler>> {
  return Object.fromEntries(
    operations.map((operation) => [operation.method.toUpperCase(), handlerOf(operation)]),
  );
}

const handlerOf =
  (operation: Operation): Handler =>
  async (request, { params }) => {
    const requestId = newRequestId();
    let limits: Record<string, string> = {};
    const fail = (refusal: Refused) => problemOf(refusal, requestId, limits);
    try {
      const address = clientAddress(request.headers);
      const given = (await params) ?? {};
      if (![request.url, ...Object.values(given)].every(isSendable)) return fail(refused("text_form"));
      const body = operation.body ? await jsonBody(request) : undefined;
      const called = await callerOf(request, address);
      const counted = await take(bucketsOf(called.ok ? called.value : null, address));
      limits = counted.headers;
      if (!counted.ok) return fail(refused("rate_limited"));
      if (!called.ok) return fail(called);
      const parsed = parseAll(operation, request, given, body);
      if (!parsed.ok) return fail(parsed);
      const answered = await carryOut(operation, {
        caller: called.value,
        request,
        parsed: parsed.value,
        requestId,
      });
      if (!answered.ok) return fail(answered);
      const { value, version } = answered.value;
      const headers: Record<string, string> = {
        ...limits,
        "x-request-id": requestId,
        "cache-control": "no-store",
        ...(version === undefined ? {} : { etag: `"${version}"` }),
      };
      if (operation.output === null) return new Response(null, { status: operation.status, headers });
      return Response.json(operation.output.parse(value), { status: operation.status, headers });
    } catch (error) {
      if (error instanceof BodyError) return fail(refused(error.reason));
      if (isUnreadable(error)) return fail(refused("text_form"));
      log.error({ err: error, requestId, operation: operation.id }, "operation failed");
      return fail(refused(isUnavailable(error) ? "unavailable" : "unexpected"));
    }
  };

/** Whether an address or a part of it could be kept as text. */
function isSendable(text: string): boolean {
  try {
    return isKeepable(decodeURIComponent(text.replaceAll("+", " ")));
  } catch {
    return false;
  }
}

/** An address that cannot say who it is may try less often. */
function bucketsOf(caller: Caller | null, address: string | null): Bucket[] {
  const from = `ip:${address ?? "unknown"}`;
  if (!caller) return [bucket(`${from}:unknown`, perMinute.unknown)];
  return [
    bucket(from, perMinute.address),
    ...(caller.tokenId ? [bucket(`tok:${caller.tokenId}`, perMinute.token)] : []),
    ...(caller.userId ? [bucket(`usr:${caller.userId}`, perMinute.person)] : []),
    ...(caller.organizationId ? [bucket(`org:${caller.organizationId}`, perMinute.organization)] : []),
  ];
}

/** Everything that is wrong with the request at once, each with its place. */
function parseAll(
  { params, query, body }: Operation,
  request: Request,
  rawParams: Record<string, string>,
  rawBody: unknown,
): Outcome<Parsed<unknown, unknown, unknown>> {
  const errors: { field: string; code: string; message: string }[] = [];
  const read = (schema: z.ZodType | undefined, raw: unknown, at: string) => {
    if (!schema) return {};
    const result = schema.safeParse(raw);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const message = sentences.has(issue.message) ? sentences.say(issue.message) : issue.message;
      errors.push({
        field: [at, ...issue.path.map(String)].join("."),
        code: sentences.has(issue.message) ? issue.message : issue.code,
        message,
      });
    }
    return undefined;
  };
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const value = {
    params: read(params, rawParams, "path"),
    query: read(query, search, "query"),
    body: read(body, rawBody, "body"),
    ifMatch: null as number | null,
  };
  const ifMatch = request.headers.get("if-match");
  if (ifMatch !== null && ifMatch.trim() !== "*") {
    const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
    if (version === undefined)
      errors.push({
        field: "header.If-Match",
        code: "if_match_form",
        message: sentences.say("if_match_form"),
      });
    else value.ifMatch = Number(version);
  }
  const key = request.headers.get("idempotency-key");
  if (key !== null && !/^[\x21-\x7e]{1,100}$/.test(key))
    errors.push({
      field: "header.Idempotency-Key",
      code: "key_form_header",
      message: sentences.say("key_form_header"),
    });
  return errors.length > 0 ? refused("not_valid", { detail: errors }) : done(value);
}

type Answer = { value: unknown; version?: number };

type Asked = {
  caller: Caller;
  request: Request;
  parsed: Parsed<unknown, unknown, unknown>;
  requestId: string;
};

async function carryOut(operation: Operation, asked: Asked): Promise<Outcome<Answer>> {
  if (operation.at === "platform") return onPlatform(operation, asked);
  const { caller, parsed } = asked;
  if (operation.at !== "own") return inTenant(operation, asked);
  if (operation.does === "change") return forPerson(operation, asked);
  if (caller.scopes && !caller.scopes.has("read"))
    return refused("scope_missing", { values: { scope: "read" } });
  const { userId } = caller;
  return found(
    userId
      ? await withUser(userId, (tx) => operation.read({ ...parsed, caller, tx }))
      : await operation.read({ ...parsed, caller, tx: null }),
  );
}

/** A change that a person makes for themselves. A token that is for one organization reaches nothing beyond it. */
async function forPerson(
  operation: Operation & { does: "change" },
  { caller, request, parsed, requestId }: Asked,
): Promise<Outcome<Answer>> {
  const { userId, organizationId, scopes, platformAdmin } = caller;
  const { scope = "organization:write" } = operation;
  if (!userId || organizationId) return refused("token_one_organization");
  if (scopes && !scopes.has(scope)) return refused("scope_missing", { values: { scope } });
  const user = await withUser(userId, (tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  const viewer = { ...user, userId, loginSessionId: "", platformAdmin, signedInAt: new Date() };
  const asking = { requestId, key: keyOf(request) };
  const made = await performUser(operation.command as never, caller, viewer, operation.input(parsed), asking);
  return made.ok ? done(answerOf(operation.show(made.value, parsed), made.value)) : made;
}

async function onPlatform(operation: Operation, { caller, parsed, requestId, request }: Asked) {
  if (operation.does === "change") {
    const key = keyOf(request);
    const made = await performPlatform(operation.command as never, caller, operation.input(parsed), {
      requestId,
      key,
    });
    return made.ok ? done(answerOf(operation.show(made.value, parsed), made.value)) : made;
  }
  const { platformAdmin, scopes } = caller;
  const holder = { organizationRole: null, projectRole: null, platformAdmin, scopes };
  // To everybody else there is no such thing.
  if (!can(holder, operation.permission as Permission)) return refused("not_found");
  return found(await withPlatform((tx) => operation.read({ ...parsed, caller, tx })));
}

async function inTenant(operation: Operation, asked: Asked): Promise<Outcome<Answer>> {
  const { caller, request, parsed, requestId } = asked;
  const org = await organizationOf(caller, request, parsed.params);
  if (!org.ok) return org;
  const scope = await resolveTenant(caller, org.value);
  if (!scope) return refused("not_found");
  const project =
    operation.at === "project"
      ? await withTenant(scope, async (tx) => operation.locate?.({ ...parsed, tx, scope }))
      : undefined;
  if (operation.at === "project" && !project) return refused("not_found");
  if (operation.does === "change") {
    const place = { org: org.value, ...(project ? { project } : {}) };
    const again = async () => {
      const now = await callerOf(request, caller.address);
      return now.ok ? now.value : null;
    };
    const made = await performTenant(
      operation.command as never,
      caller,
      place,
      operation.input(parsed),
      { requestId, key: keyOf(request) },
      again,
    );
    return made.ok ? done(answerOf(operation.show(made.value, parsed), made.value)) : made;
  }
  const permission = operation.permission as Permission | null;
  return withTenant(scope, async (tx): Promise<Outcome<Answer>> => {
    const at = project ? await resolveProject(tx, scope, project) : scope;
    if (!at) return refused("not_found");
    if (permission ? !can(at.holder, permission) : !(caller.scopes?.has("read") ?? true)) {
      const denial = denialOf(at.holder, permission);
      await recordAudit(tx, refusalOf(operation, at, denial, requestId));
      return denial;
    }
    return found(await operation.read({ ...parsed, caller, tx, scope: at } as never));
  });
}

const keyOf = (request: Request): string | undefined => request.headers.get("idempotency-key") ?? undefined;
const found = (answer: Answer | null): Outcome<Answer> => (answer ? done(answer) : refused("not_found"));

/** The version that a change has brought the thing to, where its command says so. */
const answerOf = (value: unknown, made: unknown): Answer => {
  const version = (made as { version?: unknown } | null | undefined)?.version;
  return typeof version === "number" ? { value, version } : { value };
};

const refusalOf = (
  operation: Operation,
  scope: TenantScope,
  { reason }: Refused,
  requestId: string,
): AuditEntry => ({
  action: `api.${operation.id}`,
  outcome: "refused",
  reason,
  actor: actorOf(scope.caller),
  requestId,
  organizationId: scope.organizationId,
  projectId: "projectId" in scope ? (scope.projectId as string) : null,
});

/** The slug of the organization that a request is about: the one it names, else the token's own. */
async function organizationOf(caller: Caller, request: Request, params: unknown): Promise<Outcome<string>> {
  const { org } = params as { org?: string };
  const named = org ?? new URL(request.url).searchParams.get("organization");
  const { organizationId, actorId } = caller;
  if (named || !organizationId)
    return named ? done(named) : refused("organization_needed", { field: "query.organization" });
  const own = await withTenant({ organizationId, actorId }, (tx) =>
    tx.organization.findUnique({ where: { id: organizationId }, select: { slug: true } }),
  );
  return own ? done(own.slug) : refused("not_found");
}
