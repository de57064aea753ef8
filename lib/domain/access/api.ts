import { z } from "zod";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { readAnswer } from "./answer.ts";
import { askBeyond, askCluster, clusterNames, knownThere, readClusterSide } from "./cluster.ts";
import { listSubjects, namedInPortal } from "./data.ts";
import {
  type At,
  differences,
  explain,
  orphans,
  permissionsAt,
  resourceOf,
  roleOf,
  type Subject,
  strangersOf,
  subjectKey,
} from "./explain.ts";
import { noteLook } from "./mutations.ts";
import {
  behind,
  inProjectPath,
  instant,
  page,
  pageFrom,
  paging,
  projectPath,
  readOperation,
} from "./operation.ts";
import { accessQuery } from "./schema.ts";
import type { TenantScope } from "./scope.ts";

const who = z.object({
  key: z.string().meta({ description: "`kind:id`, for asking about them alone." }),
  kind: z.enum(["person", "key", "bot", "group"]),
  id: z.string(),
  name: z.string(),
  detail: z.string().nullable(),
  role: z.string().nullable(),
});
const answered = z.object({
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
  why: z.enum(["suspended", "role", "scope"]).nullable().meta({ description: "Why not; null for who can." }),
});
const subject = who.extend(answered.shape).meta({ id: "AccessSubject" });
const everything = z.object({
  subject: who.extend({ suspended: z.boolean() }),
  answers: z.array(answered.extend({ permission: z.string() })),
  projects: z
    .array(z.object({ slug: z.string(), displayName: z.string(), role: z.string() }))
    .meta({ description: "Their roles in projects; of an organization's people only." }),
});
const acts = who.extend({
  can: z.array(z.string()).meta({ description: "What of the resource they can do." }),
});

const shown = (one: Subject) => ({ ...one, key: subjectKey(one), role: roleOf(one) });
const placeOf = ({ organizationId, projectId }: TenantScope & { projectId?: string }) => ({
  organizationId,
  projectId: projectId ?? null,
});
const list = paging(z.string().max(600));

const byPermission = (at: At) =>
  list.extend({
    permission: z.enum(permissionsAt(at)),
    who: z
      .enum(["can", "all"])
      .default("can")
      .meta({ description: "Only those who can, or everybody with a role there." }),
    q: z.string().max(100, "too_long").optional().meta({ description: "How a name or an address begins." }),
  });

async function answerPermission(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  { permission, who: asked, q, limit, after }: z.infer<ReturnType<typeof byPermission>>,
) {
  const wanted = { permission, q, ...(asked === "can" ? { can: true } : {}) };
  const { rows, older } = await listSubjects(
    tx,
    placeOf(scope),
    clusterNames(),
    wanted,
    behind(after),
    limit,
  );
  await noteLook(tx, scope, { by: "permission", permission });
  return {
    value: pageFrom(
      rows.map((one) => ({ ...shown(one), ...explain(one, permission) })),
      older,
    ),
  };
}

const byPerson = z.object({
  subject: z.string().max(400).meta({ description: "`key` of somebody, such as `person:` and an id." }),
});

async function answerPerson(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  at: At,
  { subject: person }: z.infer<typeof byPerson>,
) {
  const query = accessQuery(at, { by: "person", person });
  const answer = await readAnswer(tx, placeOf(scope), clusterNames(), query);
  if (answer.by !== "person" || !answer.subject) return null;
  const { subject: found, reach } = answer;
  await noteLook(tx, scope, query);
  const answers = permissionsAt(at).map((permission) => ({ permission, ...explain(found, permission) }));
  return { value: { subject: shown(found), answers, projects: reach?.projects ?? [] } };
}

const byResource = (at: At) =>
  list.extend({ resource: z.enum([...new Set(permissionsAt(at).map(resourceOf))]) });

async function answerResource(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  at: At,
  { resource, limit, after }: z.infer<ReturnType<typeof byResource>>,
) {
  const { rows, older } = await listSubjects(tx, placeOf(scope), clusterNames(), {}, behind(after), limit);
  await noteLook(tx, scope, { by: "resource", resource });
  const permissions = permissionsAt(at).filter((permission) => resourceOf(permission) === resource);
  const can = (one: Subject) => permissions.filter((permission) => explain(one, permission).can);
  return {
    value: pageFrom(
      rows.map((one) => ({ ...shown(one), can: can(one) })),
      older,
    ),
  };
}

const inOrganization = { tag: "access", at: "organization", permission: "access:read" } as const;
const inOneProject = {
  tag: "access",
  at: "project",
  permission: "project-access:read",
  params: projectPath,
  locate: inProjectPath,
} as const;

export const listAccess = readOperation({
  ...inOrganization,
  id: "listAccess",
  path: "/access",
  summary: "Who may do something in the organization, and why",
  query: byPermission("organization"),
  output: page(subject),
  read: ({ tx, scope, query }) => answerPermission(tx, scope, query),
});

export const getSubjectAccess = readOperation({
  ...inOrganization,
  id: "getSubjectAccess",
  path: "/access/by-subject",
  summary: "What somebody may do in the organization, and why",
  query: byPerson,
  output: everything.meta({ id: "SubjectAccess" }),
  read: ({ tx, scope, query }) => answerPerson(tx, scope, "organization", query),
});

export const listResourceAccess = readOperation({
  ...inOrganization,
  id: "listResourceAccess",
  path: "/access/by-resource",
  summary: "What everybody may do with one kind of thing in the organization",
  query: byResource("organization"),
  output: page(acts.meta({ id: "AccessActs" })),
  read: ({ tx, scope, query }) => answerResource(tx, scope, "organization", query),
});

export const listProjectAccess = readOperation({
  ...inOneProject,
  id: "listProjectAccess",
  path: "/projects/{project}/access",
  summary: "Who may do something in a project, and why",
  query: byPermission("project"),
  output: page(subject),
  read: ({ tx, scope, query }) => answerPermission(tx, scope, query),
});

export const getProjectSubjectAccess = readOperation({
  ...inOneProject,
  id: "getProjectSubjectAccess",
  path: "/projects/{project}/access/by-subject",
  summary: "What somebody may do in a project, and why",
  query: byPerson,
  output: everything.meta({ id: "ProjectSubjectAccess" }),
  read: ({ tx, scope, query }) => answerPerson(tx, scope, "project", query),
});

export const listProjectResourceAccess = readOperation({
  ...inOneProject,
  id: "listProjectResourceAccess",
  path: "/projects/{project}/access/by-resource",
  summary: "What everybody may do with one kind of thing in a project",
  query: byResource("project"),
  output: page(acts.meta({ id: "ProjectAccessActs" })),
  read: ({ tx, scope, query }) => answerResource(tx, scope, "project", query),
});

const binding = z.object({
  binding: z.string(),
  role: z.string(),
  kind: z.string(),
  name: z.string(),
  why: z
    .enum(["unknown", "foreign"])
    .meta({ description: "Nobody of the portal, or not Portico's binding." }),
});

export const getClusterAccess = readOperation({
  ...inOneProject,
  id: "getClusterAccess",
  path: "/projects/{project}/access/cluster",
  summary: "Where the cluster says otherwise than the portal",
  description:
    "Asks the API server about a page of those with a role in the project, and in the first one about its bots and whoever else is bound there.",
  query: list.extend({ permission: z.enum(permissionsAt("project")).default("sessions:create") }),
  output: z
    .object({
      message: z
        .string()
        .nullable()
        .meta({ description: "Why the cluster does not answer; null when it does." }),
      asked: z.number().int().meta({ description: "About how many it was asked." }),
      differences: z.array(who.extend({ portal: z.boolean(), cluster: z.boolean() })),
      beyond: z
        .array(who.extend({ secrets: z.boolean(), pods: z.boolean(), workloads: z.boolean() }))
        .meta({ description: "Who can do there what no role of Portico's allows." }),
      orphans: z.array(binding).meta({ description: "Bindings that nobody of the portal stands behind." }),
      next: z.string().nullable(),
    })
    .meta({ id: "ClusterAccess" }),
  read: async ({ tx, scope, query: { permission, limit, after } }) => {
    const names = clusterNames();
    const { rows, older } = await listSubjects(tx, placeOf(scope), names, {}, behind(after), limit);
    await noteLook(tx, scope, { by: "cluster", permission });
    const { next } = pageFrom(rows, older);
    const away = ({ message }: { message: string }) => ({
      value: { message, asked: 0, differences: [], beyond: [], orphans: [], next },
    });
    const { namespace, phase } = scope.project;
    const later = async () => {
      const side = await readClusterSide(namespace);
      if (!side.ok) return away(side);
      const { bound, bots } = side;
      const named = await withTenant(scope, (own) => namedInPortal(own, placeOf(scope), names, bound));
      const lost = orphans(bound, new Set([...named, ...knownThere(bots)]));
      const subjects = after ? rows : [...rows, ...bots];
      const said = await askCluster(subjects, permission, namespace);
      const more = await askBeyond(after ? subjects : [...subjects, ...strangersOf(lost)], namespace);
      if (!said.ok) return away(said);
      if (!more.ok) return away(more);
      const differing = differences(subjects, permission, said.said, phase === "Suspended");
      const beyond = [...more.said].filter(([, acts]) => Object.values(acts).some(Boolean));
      return {
        value: {
          message: null,
          asked: said.said.size,
          differences: differing.map(({ subject: one, ...sides }) => ({ ...shown(one), ...sides })),
          beyond: beyond.map(([one, allowed]) => ({ ...shown(one), ...allowed })),
          orphans: after ? [] : lost,
          next,
        },
      };
    };
    return { later };
  },
});
