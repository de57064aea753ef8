import { z } from "zod";
import { limitNames } from "#lib/domain/keys/names.ts";

/** A path as gateways see it: nothing in it that another server would read as another path. */
const route = z
  .string()
  .max(500, "too_long")
  .regex(/^\/[^?#%\\\s]*$/, "route_form")
  .refine((path) => !path.split("/").some((part) => part === "." || part === ".."), "route_form")
  .refine((path) => !path.includes("//"), "route_form");

/** What a gateway asks about a call. `tokens` and `cost` (US dollars) are what the call may use at most. */
export const verifyInput = z.object({
  key: z
    .string()
    .max(16_384, "too_long")
    .meta({ description: "The text of the key, as the client sent it." }),
  model: z.string().min(1, "required").max(200, "too_long").nullish().meta({
    description:
      "Null for a call that asks for none, such as the list of them. Left out, the call is refused: every key is for some models, its own or those of its project's tier.",
  }),
  route: route
    .optional()
    .meta({ description: "Left out, it is refused where the key is for some paths only." }),
  address: z
    .union([z.ipv4(), z.ipv6()], "address_form")
    .optional()
    .meta({ description: "Of the client. A key that is for some addresses opens nothing without it." }),
  call: z
    .string()
    .min(1, "required")
    .max(200, "too_long")
    .optional()
    .meta({ description: "The gateway's own id of the call, by which its usage may be reported." }),
  tokens: z.int("number_form").min(0, "number_form").max(1_000_000_000, "number_form").optional(),
  cost: z.number("number_form").min(0, "number_form").max(1_000_000, "number_form").optional(),
});

/** How one limit of a key stands; minutes and months are those of UTC, costs US dollars. */
export const limitState = z
  .object({
    name: z.enum(limitNames),
    limit: z.number(),
    used: z.number().meta({ description: "With what is set aside for calls under way." }),
    remaining: z.number(),
    resetsAt: z.iso.datetime(),
  })
  .meta({ id: "KeyLimit" });
export type LimitState = z.infer<typeof limitState>;

export const verified = z
  .object({
    key: z.object({
      id: z.uuid(),
      kind: z.enum(["personal", "project", "service"]),
      name: z.string(),
      prefix: z.string(),
    }),
    user: z
      .object({ id: z.uuid(), displayName: z.string(), email: z.string().nullable() })
      .nullable()
      .meta({ description: "Null for a key that no person stands behind." }),
    organization: z.object({ id: z.uuid(), slug: z.string() }),
    project: z.object({ id: z.uuid(), slug: z.string(), tier: z.string(), namespace: z.string() }),
    models: z.array(z.string()).meta({ description: "Those that the key may call." }),
    routes: z.array(z.string()).meta({ description: "Empty for all of them." }),
    limits: z.array(limitState),
    reservation: z
      .uuid()
      .nullable()
      .meta({ description: "What is set aside for this call; it goes back with the report of its usage." }),
  })
  .meta({ id: "VerifiedKey" });
export type Verified = z.infer<typeof verified>;

export const tokenInput = z.strictObject({
  project: z
    .string()
    .min(1, "required")
    .max(63)
    .optional()
    .meta({ description: "Name of the project that the calls count for. Left out, it is the key's own." }),
  audience: z
    .string()
    .min(1, "required")
    .max(200)
    .optional()
    .meta({ description: "One of PORTICO_TOKEN_AUDIENCES; left out, the first of them." }),
});

export const issuedToken = z
  .object({
    token: z
      .string()
      .meta({ description: "A JWT (ES256, typ at+jwt) that /.well-known/jwks.json verifies." }),
    seconds: z.int().meta({ description: "How long it lives: five minutes at most." }),
    audience: z.string(),
  })
  .meta({ id: "IssuedToken" });
export type IssuedToken = z.infer<typeof issuedToken>;
