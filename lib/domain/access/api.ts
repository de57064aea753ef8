import { z } from "zod";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { clusterNames } from "./cluster.ts";
import { listSubjects } from "./data.ts";
import { explain, permissionsAt, roleOf, subjectKey } from "./explain.ts";
import { noteLook } from "./mutations.ts";
import { instant, page, pageOf, paging, readOperation } from "./operation.ts";
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
  paging(z.tuple([z.string(), z.string()])).extend({
    permission: z.enum(permissions as [Permission, ...Permission[]]),
    who: z
      .enum(["can", "all"])
      .default("can")
      .meta({ description: "Only those who can, or everybody with a role there." }),
  });

async function answer(
  tx: TenantTx,
  scope: TenantScope,
  projectId: string | null,
  query: { permission: Permission; who: "can" | "all"; limit: number; after?: [string, string] },
) {
  const { permission, who, limit, after } = query;
  const { organizationId } = scope;
  const keyOf = (row: { name: string; key: string }) => [row.name, row.key] as const;
  const follows = (one: readonly [string, string], other: readonly [string, string]) =>
    one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
  const rows = (await listSubjects(tx, { organizationId, projectId }, clusterNames()))
    .map((found) => ({
      ...found,
      ...explain(found, permission),
      role: roleOf(found),
      key: subjectKey(found),
    }))
    .filter((row) => (who === "all" || row.can) && (!after || follows(keyOf(row), after)))
    .sort((one, other) => (follows(keyOf(one), keyOf(other)) ? 1 : -1));
  await noteLook(tx, scope, { by: "permission", permission });
  return { value: pageOf(rows, limit, keyOf, (row) => row) };
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
