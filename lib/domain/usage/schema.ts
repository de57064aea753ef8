import { z } from "zod";
import { projectName } from "#lib/domain/access/operation.ts";
import { countDays, rangeOf } from "./rules.ts";

const id = z.string().min(1, "required").max(200, "too_long");
const most = 1_000_000_000;
const mostCost = 1_000_000;
const tokens = z.int("number_form").min(0, "number_form").max(most, "number_form").default(0);
const cost = z.number("number_form").min(0, "number_form").max(mostCost, "number_form").default(0);
/** From 1970 on: Postgres knows no year 0. */
const time = z.iso
  .datetime({ offset: true, error: "time_form" })
  .refine((text) => Date.parse(text) >= 0, "time_form");

/** One call of a model, as a gateway reports it. */
export const usageEvent = z
  .object({
    id: id.meta({ description: "The gateway's own: whatever comes again under it is counted once." }),
    key: z.uuid().meta({ description: "The id of the key that verify answered; never its text." }),
    project: z.uuid().nullable().default(null).meta({ description: "If named, it must be the key's." }),
    reservation: z.uuid().nullable().default(null),
    call: id.nullable().default(null).meta({ description: "As in verify; by it, or by the reservation." }),
    model: z.string().min(1, "required").max(200, "too_long"),
    status: z.enum(["success", "failure"]).default("success"),
    promptTokens: tokens,
    completionTokens: tokens,
    cost,
    startedAt: time,
    endedAt: time,
  })
  .meta({ id: "UsageEvent" });
export type UsageEvent = z.infer<typeof usageEvent>;

/** A number as LiteLLM sends it: sometimes null, sometimes with a fraction. */
const number = (highest: number) =>
  z
    .number()
    .nullish()
    .transform((value) => Math.min(highest, Math.max(0, value ?? 0)));
/** Seconds since 1970, or a time in words. */
const moment = z.union([
  z
    .number()
    .min(0)
    .max(4_102_444_800)
    .transform((seconds) => new Date(seconds * 1000).toISOString()),
  time,
]);

/** What the hook of deploy/litellm gave LiteLLM for the call. Nobody who sends a request can write it. */
const known = z.object({
  key: z.uuid(),
  project: z.uuid().nullish(),
  reservation: z.uuid().nullish(),
  call: id.nullish(),
});

/** A call in LiteLLM's standard logging payload, of which only these fields are looked at: never what people wrote. */
export const litellmPayload = z
  .object({
    id,
    status: z.enum(["success", "failure"]).catch("success"),
    model: z.string().max(200).nullish(),
    model_group: z.string().max(200).nullish(),
    prompt_tokens: number(most),
    completion_tokens: number(most),
    response_cost: number(mostCost),
    startTime: moment,
    endTime: moment,
    metadata: z.object({ user_api_key_auth_metadata: z.object({ portico: known }) }),
  })
  .transform(({ metadata, model, model_group, ...payload }) => {
    const { portico } = metadata.user_api_key_auth_metadata;
    return {
      id: payload.id,
      key: portico.key,
      project: portico.project ?? null,
      reservation: portico.reservation ?? null,
      call: portico.call ?? null,
      // What was asked for by name; `model` is what stood behind the name.
      model: model_group || model || "unknown",
      status: payload.status,
      promptTokens: Math.round(payload.prompt_tokens),
      completionTokens: Math.round(payload.completion_tokens),
      cost: payload.response_cost,
      startedAt: payload.startTime,
      endedAt: payload.endTime,
    };
  });

const mostAtOnce = 1_000;

/** A report: our own shape, or LiteLLM's (`generic_api`), of which a call that cannot be read refuses no other. */
export const usageReport = z.union([
  z.strictObject({ events: z.array(usageEvent).max(mostAtOnce, "usage_most") }),
  z.array(z.record(z.string(), z.unknown())).max(mostAtOnce, "usage_most"),
]);

/** Why a call of a report was not counted. */
export const uncounted = ["unknown", "unverified", "foreign", "old", "unreadable"] as const;

export const usageTaken = z
  .object({
    counted: z.int(),
    duplicates: z.int().meta({ description: "Reported before, and counted then." }),
    refused: z.array(z.object({ id: z.string(), reason: z.enum(uncounted) })),
  })
  .meta({ id: "UsageTaken" });
export type UsageTaken = z.infer<typeof usageTaken>;

/** What the sums of usage may be read by. */
export const usageGroups = ["day", "key", "model", "project"] as const;
export type UsageGroup = (typeof usageGroups)[number];
/** Of this calendar's years of four digits; what is none is refused before days are counted. */
const day = z.iso
  .date({ error: "date_form", abort: true })
  .refine((text) => text >= "1970-01-01", { error: "date_form", abort: true })
  .optional();
const mostDays = 366;

function someDays(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  context: z.RefinementCtx,
) {
  const days = countDays(rangeOf(from, to));
  if (days >= 1 && days <= mostDays) return;
  context.addIssue({ code: "custom", path: ["from"], message: days < 1 ? "range_order" : "range_long" });
}

/** Days of UTC, both of them included; without them the last thirty. */
export const organizationUsageQuery = z
  .object({ from: day, to: day, group: z.enum(usageGroups).default("day") })
  .superRefine(someDays);
export const usageQuery = z
  .object({
    project: projectName,
    from: day,
    to: day,
    group: z.enum(usageGroups).exclude(["project"]).default("day"),
  })
  .superRefine(someDays);
