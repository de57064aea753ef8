import type { z } from "zod";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { isUnavailable, isUnreadable } from "#lib/infra/db/errors.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { BodyError, isKeepable, jsonBody } from "#lib/infra/http/body.ts";
import { fileResponse } from "#lib/infra/http/file.ts";
import { type Bucket, type Taken, take } from "#lib/infra/http/limits.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { log } from "#lib/infra/log/index.ts";
import { callerOf } from "./bearer.ts";
import type { Caller } from "./caller.ts";
import { addressBucket, callerBuckets, organizationBucket, unknownBucket } from "./limits.ts";
import { enterTenant, noteRefusal, type RefusedAt } from "./mutations.ts";
import type { Answer, Later, Method, Operation, Parsed } from "./operation.ts";
import { type Asking, denialOf, performPlatform, performTenant, performUser } from "./perform.ts";
import { allows, can, type Holder, nobody, type Permission, readingScope } from "./permissions.ts";
import { faultsOf, problemOf, sentences } from "./problems.ts";
import { resolveProject, resolveTenant } from "./scope.ts";

/** An address without names in it has no `params`. */
type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

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
    let taken: Taken | undefined;
    const fail = (refusal: Refused) => problemOf(refusal, requestId, taken?.headers);
    const count = async (buckets: readonly Bucket[]) => {
      taken = await take(buckets, taken);
      return taken.ok;
    };
    try {
      const address = clientAddress(request.headers);
      const given = (await params) ?? {};
      if (![request.url, ...Object.values(given)].every(isSendable)) return fail(refused("text_form"));
      if (!(await count([addressBucket(address)]))) return fail(refused("rate_limited"));
      const body = operation.body ? await jsonBody(request) : undefined;
      const called = await callerOf(request, address);
      if (!(await count(called.ok ? callerBuckets(called.value) : [unknownBucket(address)])))
        return fail(refused("rate_limited"));
      if (!called.ok) return fail(called);
      const parsed = parseAll(operation, request, given, body);
      if (!parsed.ok) return fail(parsed);
      const answered = await carryOut(operation, {
        caller: called.value,
        request,
        parsed: parsed.value,
        requestId,
        count,
      });
      if (!answered.ok) return fail(answered);
      const own = { "x-request-id": requestId, "cache-control": "no-store" };
      const headers: Record<string, string> = { ...taken?.headers, ...own };
      if ("file" in answered.value) return fileResponse(answered.value.file, headers);
      const { value, version } = answered.value;
      if (version !== undefined) headers.etag = `"${version}"`;
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
    errors.push(...faultsOf(result.error, at));
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
  if (key !== null && !/^[\x21-\x7e]{1,100}$/.test(key)) {
    const code = "idempotency_form";
    errors.push({ field: "header.Idempotency-Key", code, message: sentences.say(code) });
  }
  return errors.length > 0 ? refused("not_valid", { detail: errors }) : done(value);
}

type Asked = {
  caller: Caller;
  request: Request;
  parsed: Parsed<unknown, unknown, unknown>;
  requestId: string;
  /** Takes a call from further buckets; whether there was one left. */
  count: (buckets: readonly Bucket[]) => Promise<boolean>;
};

async function carryOut(operation: Operation, asked: Asked): Promise<Outcome<Answer>> {
  if (operation.at === "platform") return onPlatform(operation, asked);
  const { caller, parsed } = asked;
  if (operation.at !== "own") return inTenant(operation, asked);
  // Through another's eyes one sees an organization, and nothing that is the person's own.
  if (caller.viewing) return deny(operation, asked, refused("viewing_only"));
  if (operation.does === "change") return forPerson(operation, asked);
  const { scope = readingScope } = operation;
  if (!allows(caller.scopes, scope))
    return deny(operation, asked, refused("scope_missing", { values: { scope } }));
  const { userId } = caller;
  if (operation.everywhere && (!userId || caller.keyId))
    return deny(operation, asked, refused("key_one_organization"));
  return found(
    userId
      ? await withUser(userId, (tx) => operation.read({ ...parsed, caller, tx }))
      : await operation.read({ ...parsed, caller, tx: null }),
  );
}

/** A change that a person makes for themselves. A key that is for one organization reaches nothing beyond it. */
async function forPerson(operation: Operation & { does: "change" }, asked: Asked): Promise<Outcome<Answer>> {
  const { caller, parsed } = asked;
  const { userId, organizationId, scopes, platformAdmin } = caller;
  const { scope = "organization:write" } = operation;
  if (!userId || organizationId) return deny(operation, asked, refused("key_one_organization"));
  if (!allows(scopes, scope)) return deny(operation, asked, refused("scope_missing", { values: { scope } }));
  const user = await withUser(userId, (tx) => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  const session = { loginSessionId: "", signedInAt: new Date(), confirmedAt: caller.confirmedAt ?? null };
  const viewer = { ...user, userId, platformAdmin, ...session };
  const input = operation.input(parsed);
  const made = await performUser(operation.command as never, caller, viewer, input, askingOf(asked));
  return changed(operation, asked, made);
}

async function onPlatform(operation: Operation, asked: Asked) {
  const { caller, parsed, request } = asked;
  if (operation.does === "change") {
    const input = operation.input(parsed);
    const made = await performPlatform(operation.command as never, caller, input, askingOf(asked));
    return changed(operation, asked, made);
  }
  const may = ({ platformAdmin, scopes }: Caller) =>
    can({ ...nobody, platformAdmin, scopes }, operation.permission as Permission);
  // To everybody else there is no such thing.
  if (!may(caller)) {
    await deny(operation, asked, refused("forbidden"), { organizationId: null });
    return refused("not_found");
  }
  const still = async () => {
    const now = await callerOf(request, caller.address);
    return now.ok && may(now.value);
  };
  const context = { ...parsed, caller, still, within: withPlatform };
  return found(await withPlatform((tx) => operation.read({ ...context, tx })));
}

async function inTenant(operation: Operation, asked: Asked): Promise<Outcome<Answer>> {
  const { caller, request, parsed } = asked;
  const org = await organizationOf(caller, request, parsed.params);
  if (!org.ok) return org;
  const scope = await enterTenant(caller, org.value, `${operation.method} ${new URL(request.url).pathname}`);
  if (!scope) return refused("not_found");
  // A key for one organization alone has been counted for it already.
  if (!caller.organizationId && !(await asked.count([organizationBucket(scope.organizationId)])))
    return refused("rate_limited");
  const project =
    operation.at === "project"
      ? await withTenant(scope, async (tx) => operation.locate?.({ ...parsed, tx, scope }))
      : undefined;
  if (operation.at === "project" && !project) return refused("not_found");
  const again = async () => {
    const now = await callerOf(request, caller.address);
    return now.ok ? now.value : null;
  };
  if (operation.does === "change") {
    const place = { org: org.value, ...(project ? { project } : {}) };
    const made = await performTenant(
      operation.command as never,
      caller,
      place,
      operation.input(parsed),
      askingOf(asked),
      again,
    );
    return changed(operation, asked, made);
  }
  const permission = operation.permission as Permission | null;
  const { scope: needed = readingScope } = operation;
  const may = (holder: Holder) => (permission ? can(holder, permission) : allows(holder.scopes, needed));
  const still = async () => {
    const now = await again();
    const tenant = now && (await resolveTenant(now, org.value));
    const at =
      tenant && project ? await withTenant(tenant, (tx) => resolveProject(tx, tenant, project)) : tenant;
    return at !== null && may(at.holder);
  };
  const answered = await withTenant(scope, async (tx) => {
    const at = project ? await resolveProject(tx, scope, project) : scope;
    if (!at) return null;
    if (!may(at.holder)) return { denied: at, read: null };
    return { denied: null, read: await operation.read({ ...parsed, caller, tx, scope: at, still } as never) };
  });
  if (!answered) return refused("not_found");
  const { denied, read } = answered;
  return denied ? deny(operation, asked, denialOf(denied.holder, permission, needed), denied) : found(read);
}

/** Refuses an operation and writes that down: where it was, or, without a place, where the caller's credential belongs. */
async function deny(
  { id }: Operation,
  { caller, requestId }: Asked,
  denial: Refused,
  at: RefusedAt | null = null,
): Promise<Refused> {
  await noteRefusal(caller, at, { action: `api.${id}`, reason: denial.reason, requestId });
  return denial;
}

const askingOf = ({ request, requestId }: Asked): Asking => ({
  requestId,
  key: request.headers.get("idempotency-key") ?? undefined,
});

/** What a read has found, with what it could only ask for after its transaction. */
async function found(read: Answer | Later<Answer> | null): Promise<Outcome<Answer>> {
  const answer = read && "later" in read ? await read.later() : read;
  return answer ? done(answer) : refused("not_found");
}

/** What a change has made, with the version that it brought the thing to where its command says so. */
function changed(
  operation: Operation & { does: "change" },
  { parsed }: Asked,
  made: Outcome<unknown>,
): Outcome<Answer> {
  if (!made.ok) return made;
  const value = operation.show(made.value, parsed);
  const version = (made.value as { version?: unknown } | null | undefined)?.version;
  return done(typeof version === "number" ? { value, version } : { value });
}

/** The slug of the organization that a request is about: the one it names, else the key's own. */
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
