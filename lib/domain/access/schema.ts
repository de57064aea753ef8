import { z } from "zod";
import { type At, permissionsAt, resourceOf } from "./explain.ts";
import type { Permission } from "./permissions.ts";

export const askedBy = ["permission", "person", "resource", "cluster"] as const;

export type AccessQuery = {
  by: (typeof askedBy)[number];
  permission: Permission;
  /** `kind:id` of whoever is asked about; null before somebody was chosen. */
  person: string | null;
  resource: string;
  /** How the name or address of somebody begins who is looked for. */
  q: string;
  /** Where a page of the list begins; of those who cannot, beside those who can. */
  before: string | null;
  after: string | null;
  beforeNot: string | null;
  afterNot: string | null;
};

const place = z.string().max(500).nullable().default(null).catch(null);

/** The ways of asking at a place: the cluster knows projects only. */
export const waysAt = (at: At) => askedBy.filter((by) => at === "project" || by !== "cluster");

/** Reads a question about rights from an address; what is missing or unknown is the usual question. */
export function accessQuery(at: At, query: Record<string, string | string[] | undefined>): AccessQuery {
  const permissions = permissionsAt(at);
  const resources = [...new Set(permissions.map(resourceOf))];
  const usual = at === "project" ? "sessions:create" : "members:manage";
  return z
    .object({
      by: z.enum(waysAt(at)).catch("permission"),
      permission: z.enum(permissions).catch(usual),
      person: z.string().max(400).nullable().default(null).catch(null),
      resource: z.enum(resources).catch(resourceOf(usual)),
      q: z.string().max(100).catch(""),
      before: place,
      after: place,
      beforeNot: place,
      afterNot: place,
    })
    .parse(query);
}
