import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { limitState } from "#lib/domain/calls/schema.ts";
import { type GatewayOperation, type Operation, tags } from "./operation.ts";

const problem = z
  .object({
    type: z.literal("about:blank"),
    status: z.number().int(),
    code: z.string().meta({ description: "Names the reason; it does not change with the words." }),
    title: z.string().meta({ description: "The reason in a sentence." }),
    requestId: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })).optional(),
    limit: limitState.optional().meta({ description: "Of `key_limit`: how the limit stands." }),
  })
  .meta({ id: "Problem", description: "Why a request was not carried out (RFC 9457)." });

const words: Record<string, string> = {
  200: "As asked",
  201: "Made",
  202: "Taken on; it goes on after the answer",
  204: "Done",
  400: "The request cannot be read, or does not name an organization",
  401: "No credential, or one that opens nothing",
  403: "The role, or the key's scopes, do not allow it",
  404: "There is no such thing, or it is not the caller's to see",
  409: "What stands there does not allow it now",
  412: "It was changed since the version in If-Match",
  413: "The body is larger than 1 MiB",
  415: "The body is not application/json",
  422: "Fields are not right; `errors` names them",
  429: "Too many requests; Retry-After says when to come again",
  500: "A fault of our own",
  502: "The cluster refused it",
  503: "A part does not answer at the moment; Retry-After says when to come again",
};

const header = (description: string) => z.string().meta({ description });
const always = { "X-Request-Id": header("Names this request in logs and in the audit log.") };
const limits = {
  "RateLimit-Limit": header("Calls in the window of the tightest limit."),
  "RateLimit-Remaining": header("Calls left in it."),
  "RateLimit-Reset": header("Seconds until it is whole again."),
  "RateLimit-Policy": header("The limit and its window in seconds."),
};
const retry = { "Retry-After": header("Seconds to wait.") };
const etag = { ETag: header("The version, for If-Match.") };

const refusal = (status: number) => ({
  description: words[status] ?? "Refused",
  headers: z.object({
    ...always,
    ...(status === 429 ? { ...limits, ...retry } : status === 503 ? retry : {}),
  }),
  content: { "application/problem+json": { schema: problem } },
});

/** The statuses of refusals that an operation may answer with. */
function refusalsOf({ does, body, versioned, params, at }: Operation): number[] {
  return [
    400,
    401,
    403,
    404,
    ...(does === "change" ? [409] : []),
    ...(does === "change" && versioned ? [412] : []),
    ...(body ? [413, 415] : []),
    422,
    429,
    500,
    ...(does === "change" ? [502] : []),
    503,
  ].filter((status) => status !== 404 || at !== "own" || params !== undefined);
}

const organization = z.object({
  organization: z
    .string()
    .max(63)
    .optional()
    .meta({ description: "Name of the organization. Left out, it is the key's own." }),
});

function described(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, body, output, file, status, does, versioned, at } =
    operation;
  const named = at === "organization" || at === "project";
  const inPath = Boolean(params?.shape.org);
  const asked = named && !inPath ? organization.extend(query?.shape ?? {}) : query;
  const conditions = z.object({
    ...(does === "change" ? { "Idempotency-Key": z.string().min(1).max(100).optional() } : {}),
    ...(does === "change" && versioned ? { "If-Match": z.string().max(20).optional() } : {}),
  });
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    requestParams: {
      ...(params ? { path: params } : {}),
      ...(asked ? { query: asked } : {}),
      ...(does === "change" ? { header: conditions } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: words[status] ?? "Done",
        headers: z.object({ ...always, ...limits, ...(versioned ? etag : {}) }),
        ...(output ? { content: { "application/json": { schema: output } } } : {}),
        ...(file
          ? { content: Object.fromEntries(file.map((type) => [type, { schema: { type: "string" } }])) }
          : {}),
      },
      ...Object.fromEntries(refusalsOf(operation).map((code) => [code, refusal(code)])),
    },
  };
}

/** As `described`, for who proves to be a gateway by two headers of its own, or for anybody. */
const forGateways = ({ id, tag, summary, description, body, output, status, open }: GatewayOperation) =>
  ({
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: open ? [] : [{ audience: [], gateway: [] }],
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: words[status] ?? "Done",
        headers: z.object({ ...always, ...limits }),
        content: { "application/json": { schema: output } },
      },
      ...Object.fromEntries(
        [...(body ? [400, 413, 415, 422] : []), ...(open ? [] : [401, 403]), 429, 500, 503].map((code) => [
          code,
          refusal(code),
        ]),
      ),
    },
  }) satisfies ZodOpenApiOperationObject;

/** The OpenAPI 3.1 document of all operations: what /api/v1/openapi.json answers. */
export function documentOf(operations: readonly Operation[], ofGateways: readonly GatewayOperation[] = []) {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of ofGateways) paths[operation.path] = { [operation.method]: forGateways(operation) };
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Portico",
      version: "1.0.0",
      description:
        "Whatever Portico's screens change, and what they show of it. Send a key as `Authorization: Bearer ptc_…`. Lists come in pages: `next` of one goes into `after` of the request for the following. A change that is sent again with the same `Idempotency-Key` is made once; where the first answer held a secret, the second is 409. Errors are `application/problem+json` with a `code` that stays.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ bearer: [] }],
    tags: Object.entries(tags)
      .filter(([name]) => [...operations, ...ofGateways].some(({ tag }) => tag === name))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        audience: {
          type: "apiKey",
          in: "header",
          name: "X-Portico-Audience",
          description: "Of a gateway: its service.",
        },
        gateway: { type: "apiKey", in: "header", name: "X-Portico-Gateway", description: "Its own secret." },
        bearer: {
          type: "http",
          scheme: "bearer",
          description:
            "A key of a person, a project or a service, a JWT of a configured issuer, or a cluster's own token.",
        },
      },
    },
  });
}
