import { z } from "zod";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { clusterNames } from "./cluster.ts";
import { listSubjects } from "./data.ts";
import { explain, permissionsAt, roleOf } from "./explain.ts";
import { noteLook } from "./mutations.ts";
import { instant, page, pageFrom, paging, readOperation } from "./operation.ts";
import type { Permission } from "./permissions.ts";
import type { TenantScope } from "./scope.ts";

const subject = z
  .object({
    kind: z.enum(["person", "token", "bot", "group"]),
    id: z.string(),
    name: z.string(),
    detail: z.string().nullable(),
    role: z.string().nullable(),
    can: z.boolean(),
    because: z
      .array(
        z.object({
          at: z.enum(["organization", "project"]),
          role: z.string(),
          group: z.string().nullable().meta({ description: "The group that brings it; null for by name." }),
          until: instant.nullable(),
        }),
      )
      .meta({ description: "What allows it, the lasting ones first." }),
    until: instant.nullable(),
    why: z
      .enum(["suspended", "role", "scope"])
      .nullable()
      .meta({ description: "Why not; null for who can." }),
  })
  .meta({ id: "AccessSubject" });

const asking = (permissions: readonly Permission[]) =>
  paging(z.string()).extend({
    permission: z.enum(permissions as [Permission, ...Permission[]]),
    who: z
      .enum(["can", "all"])
      .default("can")
      .meta({ description: "Only those who can, or everybody with a role there." }),
    q: z.string().max(100, "too_long").optional().meta({ description: "How a name or an address begins." }),
  });

async function answer(
  tx: TenantTx,
  scope: TenantScope,
  projectId: string | null,
  query: { permission: Permission; who: "can" | "all"; q?: string; limit: number; after?: string },
) {
  const { permission, who, q, limit, after } = query;
  const place = { organizationId: scope.organizationId, projectId };
  const asked = { permission, q, ...(who === "can" ? { can: true } : {}) };
  const { rows, older } = await listSubjects(
    tx,
    place,
    clusterNames(),
    asked,
    { before: after ?? null, after: null },
    limit,
  );
  await noteLook(tx, scope, { by: "permission", permission });
  const items = rows.map((found) => ({ ...found, ...explain(found, permission), role: roleOf(found) }));
  return { value: pageFrom(items, older) };
}

export const listAccess = readOperation({
  id: "listAccess",
  path: "/access",
  tag: "access",
  summary: "Who may do something in the organization, and why",
  at: "organization",
  permission: "access:read",
  query: asking(permissionsAt("organization")),
  output: page(subject),
  read: ({ tx, scope, query }) => answer(tx, scope, null, query),
});

export const listProjectAccess = readOperation({
  id: "listProjectAccess",
  path: "/projects/{project}/access",
  tag: "access",
  summary: "Who may do something in a project, and why",
  at: "project",
  permission: "project-access:read",
  params: z.object({ project: z.string().max(63) }),
  query: asking(permissionsAt("project")),
  output: page(subject),
  locate: ({ params: { project } }) => project,
  read: ({ tx, scope, query }) => answer(tx, scope, scope.projectId, query),
});
