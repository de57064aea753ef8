import type { PrismaClient } from "#generated/client.ts";
import {
  can,
  type Holder,
  type OrganizationPermission,
  type ProjectPermission,
} from "#lib/domain/access/permissions.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "./world.ts";

/** Everybody who may come to an organization and its project: for tests that try each of them. */
export const holders = [
  "owner",
  "admin",
  "member",
  "billing",
  "project admin",
  "project editor",
  "project viewer",
  "bot",
  "platform admin",
  "stranger",
] as const;
export type Who = (typeof holders)[number];

/** What each of them holds in the organization and its project. Null for who does not belong to it. */
export const held: Record<Who, Holder | null> = {
  owner: holds("owner", null),
  admin: holds("admin", null),
  member: holds("member", null),
  billing: holds("billing", null),
  "project admin": holds(null, "admin"),
  "project editor": holds(null, "editor"),
  "project viewer": holds(null, "viewer"),
  bot: holds(null, "bot"),
  "platform admin": null,
  stranger: null,
};
function holds(organizationRole: Holder["organizationRole"], projectRole: Holder["projectRole"]): Holder {
  return { organizationRole, projectRole, platformAdmin: false };
}

/** What each of them must be answered at a place: "reached", or the reason of the refusal. Null is for every member. */
export function expectedOf(
  who: Who,
  {
    at,
    permission,
  }: { at: "organization" | "project"; permission: OrganizationPermission | ProjectPermission | null },
): "reached" | "not_found" | "forbidden" {
  const holder = held[who];
  if (!holder) return "not_found";
  const sees = holder.projectRole !== null || ["owner", "admin"].includes(holder.organizationRole ?? "");
  if (at === "project" && !sees) return "not_found";
  const here = at === "project" ? holder : { ...holder, projectRole: null };
  return permission === null || can(here, permission) ? "reached" : "forbidden";
}

/** Makes them, their organization and project, and another organization for those who do not belong. `chief`: the admin's name. */
export async function makeHolders(
  client: PrismaClient,
  chief: string,
): Promise<{
  organization: TestOrganization;
  elsewhere: TestOrganization;
  project: { id: string; slug: string };
  viewers: Record<Who, Viewer>;
}> {
  const organization = await makeOrganization(client);
  const elsewhere = await makeOrganization(client);
  const project = await makeProject(client, organization);
  const viewers = {} as Record<Who, Viewer>;
  for (const who of holders) {
    const platformAdmin = who === "platform admin";
    const viewer = await makeViewer(client, platformAdmin ? chief : undefined);
    const holder = held[who];
    if (holder?.organizationRole) await join(client, viewer, organization, holder.organizationRole);
    if (holder?.projectRole && holder.projectRole !== "bot")
      await join(client, viewer, organization, holder.projectRole, project.id);
    // Whatever a stranger is elsewhere counts for nothing here.
    if (!holder) await join(client, viewer, elsewhere, "owner");
    viewers[who] = { ...viewer, platformAdmin };
  }
  return { organization, elsewhere, project, viewers };
}
