import { z } from "zod";
import { resourceClasses } from "#lib/domain/clusters/contract/agentic-session.ts";
import { providerOf } from "#lib/domain/tiers/rules.ts";

export const launchSessionInput = z.object({
  title: z.string().trim().max(120, "too_long").default(""),
  prompt: z.string().trim().min(1, "required").max(20_000, "too_long"),
  websiteUrl: z
    .union([z.literal(""), z.url({ protocol: /^https?$/, error: "url_form" }).max(2000, "too_long")])
    .default(""),
  model: z.string().refine((model) => providerOf(model) !== null, "model_unknown"),
  credentialId: z.uuid("credential_needed"),
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

/** The filters of the list, as they stand in its address. Wrong values fall back, so that any link opens. */
export const sessionFilter = z.object({
  state: z.enum(["queued", "running", "succeeded", "failed", "stopped"]).nullable().catch(null),
  mine: z.boolean().catch(false),
  q: z.string().max(100).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});
export type SessionFilter = z.infer<typeof sessionFilter>;
