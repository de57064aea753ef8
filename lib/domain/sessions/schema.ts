import { z } from "zod";
import { resourceClasses } from "#lib/domain/clusters/contract/agentic-session.ts";

/** So many credentials a session may name, the model's and further ones; the resource takes no more. */
export const MOST_CREDENTIALS = 16;

export const launchSessionInput = z.object({
  title: z.string().trim().max(120, "too_long").default(""),
  prompt: z.string().trim().min(1, "required").max(20_000, "too_long"),
  websiteUrl: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "url_form" }).max(2000, "too_long")])
    .default(""),
  model: z
    .string()
    .trim()
    .min(1, "required")
    .max(200, "too_long")
    .regex(/^[\w.:@/-]+$/, "model_form"),
  credentialId: z.uuid("credential_needed").meta({ description: "The credential that opens the model." }),
  credentialIds: z
    .array(z.uuid())
    .max(MOST_CREDENTIALS - 1, "too_many")
    .default([])
    .meta({ description: "Further credentials that the session is given." }),
  resourceClass: z.enum(resourceClasses).default("small"),
  timeoutMinutes: z.coerce
    .number("number_form")
    .int("number_form")
    .min(1, "number_range")
    .max(1440, "number_range")
    .default(30),
  inactivityMinutes: z.coerce
    .number("number_form")
    .int("number_form")
    .min(1, "number_range")
    .max(1440, "number_range")
    .default(10),
  clonedFrom: z.uuid().nullish(),
});
export type LaunchSessionInput = z.infer<typeof launchSessionInput>;

export const sessionRef = z.object({ sessionId: z.uuid() });

const day = z.iso.datetime({ offset: true, message: "date_form" });

/** Which sessions are meant, each left out for all. */
export const sessionsAsked = z.object({
  state: z.enum(["queued", "running", "succeeded", "failed", "stopped"]).optional(),
  q: z.string().max(100, "too_long").optional().meta({ description: "Part of the title." }),
  agent: z.string().max(63).optional(),
  model: z.string().max(100).optional(),
  user: z.uuid().optional().meta({ description: "Who started them." }),
  label: z
    .string()
    .max(130)
    .regex(/^[^=]+=[^=]*$/, "label_form")
    .optional()
    .meta({ description: "A label of their project, as `name=value`." }),
  from: day.optional().meta({ description: "Started at this time or later." }),
  to: day.optional().meta({ description: "Started before this time." }),
});
export type SessionsAsked = z.infer<typeof sessionsAsked>;

/** The filters of the list, as they stand in its address. Wrong values fall back, so that any link opens. */
export const sessionFilter = z.object({
  state: z.enum(["queued", "running", "succeeded", "failed", "stopped"]).nullable().catch(null),
  mine: z.boolean().catch(false),
  q: z.string().max(100).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});
export type SessionFilter = z.infer<typeof sessionFilter>;
