import { z } from "zod";
import { type At, permissionsAt, resourceOf } from "./explain.ts";
import type { Permission } from "./permissions.ts";

export const askedBy = ["permission", "person", "resource"] as const;

export type AccessQuery = {
  by: (typeof askedBy)[number];
  permission: Permission;
  /** `kind:id` of whoever is asked about; null before somebody was chosen. */
  person: string | null;
  resource: string;
};

/** Reads a question about rights from an address; what is missing or unknown is the usual question. */
export function accessQuery(at: At, query: Record<string, string | string[] | undefined>): AccessQuery {
  const permissions = permissionsAt(at);
  const resources = [...new Set(permissions.map(resourceOf))];
  const usual = at === "project" ? "sessions:create" : "members:manage";
  return z
    .object({
      by: z.enum(askedBy).catch("permission"),
      permission: z.enum(permissions).catch(usual),
      person: z.string().max(400).nullable().catch(null),
      resource: z.enum(resources).catch(resourceOf(usual)),
    })
    .parse({ ...query, person: query.person ?? null });
}
