import { type Refused, refused } from "#lib/domain/outcome.ts";

/** Whether a role of the organization itself is a right in the cluster: owners and admins act as admins of each project. */
export const reachesCluster = (role: string): boolean => role === "owner" || role === "admin";

/** Whether the database kept the last owner from going: the trigger `keep_owner` counts after everybody else's commit. */
export const isLastOwner = (error: unknown): boolean =>
  error instanceof Error &&
  /last_owner/.test(`${error.message} ${JSON.stringify((error as { meta?: unknown }).meta ?? {})}`);

/** The refusal of what would outlast the role of whoever gives it. */
export const outlasts = (end: Date | null, field: string): Refused =>
  refused("role_outlasts", {
    field,
    values: { date: `${end?.toISOString().slice(0, 16).replace("T", " ")} UTC` },
  });
