import type { At } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";

/** Where a question about rights is asked: an organization, or one of its projects. */
export type AccessPlace = {
  at: At;
  name: string;
  /** The page with another question. */
  href: (query: Partial<AccessQuery>) => string;
};
