import { paths } from "#app/paths.ts";
import type { At, Grant, Subject } from "#lib/domain/access/explain.ts";
import { can, type Holder } from "#lib/domain/access/permissions.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";

/** Where a question about rights is asked: an organization, or one of its projects. */
export type AccessPlace = {
  at: At;
  name: string;
  /** The page with another question. */
  href: (query: Partial<AccessQuery>) => string;
  /** Who can do what in one of its projects. */
  inProject: (project: string) => string;
  /** Where a role of somebody is given and taken, by the grant that brings it; null where the viewer may not. */
  change: (subject: Subject, grant: Grant | undefined) => string | null;
};

/** Makes the place of a page: `project` for one of a project. */
export function accessPlace(
  { org, project }: { org: string; project?: string },
  name: string,
  holder: Holder,
): AccessPlace {
  const at = project === undefined ? "organization" : "project";
  return {
    at,
    name,
    href: (query) =>
      project === undefined
        ? paths.organizationAccess({ org }, query)
        : paths.access({ org, project }, query),
    inProject: (slug) => paths.access({ org, project: slug }),
    change: ({ kind, name, detail }, grant) => {
      if (kind === "bot") return null;
      if (kind === "key") return can(holder, "keys:manage") ? paths.keys({ org }) : null;
      if (kind === "group" || grant?.group)
        return can(holder, "groups:manage") ? paths.groups({ org }) : null;
      if (project !== undefined && grant?.at !== "organization")
        return can(holder, "project-members:manage") ? paths.projectMembers({ org, project }) : null;
      return can(holder, "members:manage") ? paths.members({ org }, { q: detail ?? name }) : null;
    },
  };
}
