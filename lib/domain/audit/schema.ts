import { z } from "zod";

/** The line of the log that says how far a chain was sealed. Whoever keeps it can tell a chain that was made anew. */
export const checkpoint = z.object({
  event: z.literal("audit.checkpoint"),
  chain: z.uuid(),
  seq: z.string().regex(/^\d{1,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string(),
});
export type Checkpoint = z.infer<typeof checkpoint>;

const text = z.string().trim().max(100, "too_long");
const day = z.iso.date();
export const auditOutcomes = ["allowed", "refused"] as const;
export const auditVias = ["screen", "api", "cluster", "system"] as const;

const means = <T extends z.ZodType>(schema: T, description: string) =>
  schema.optional().meta({ description });

/** What may be asked of the log: the filters, each left out for all. */
export const auditAsked = z.object({
  who: means(text, "The beginning of a name, or the id of a person or key."),
  action: means(text, "The beginning of an action, such as `members.`."),
  outcome: z.enum(auditOutcomes).optional(),
  via: z.enum(auditVias).optional(),
  project: means(text, "Name of a project; in the platform's log, of an organization."),
  from: means(day, "First day, UTC."),
  to: means(day, "Last day, UTC."),
  request: text.optional(),
  q: means(text, "Stands in the target, the reason or the name of who did it."),
});

const said = text.catch("");
const dated = day.nullable().catch(null);
/** The same without pages, as an address and an export keep it. Wrong values fall back, so that any link opens. */
export const auditQuery = z.object({
  who: said,
  action: said,
  outcome: z.enum(auditOutcomes).nullable().catch(null),
  via: z.enum(auditVias).nullable().catch(null),
  project: said,
  from: dated,
  to: dated,
  request: said,
  q: said,
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** Everything that stands in the log's address. A place is a number in a chain, or the row's id on the platform's page. */
const place = z
  .string()
  .regex(/^(\d{1,18}|[0-9a-f-]{36})$/)
  .nullable()
  .catch(null);
export const auditFilter = auditQuery.extend({ before: place, after: place, row: place });
export type AuditFilter = z.infer<typeof auditFilter>;

/** Reads the filters from an address; what is not there is null. */
export const auditFilterFrom = (query: Record<string, string | string[] | undefined>): AuditFilter =>
  auditFilter.parse(
    Object.fromEntries(Object.keys(auditFilter.shape).map((name) => [name, query[name] ?? null])),
  );
