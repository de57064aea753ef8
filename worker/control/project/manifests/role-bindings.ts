import { clusterRoles, type Role, roles } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { roleBindings } from "#lib/infra/kube/objects.ts";
import type { ControlConfig } from "../../config.ts";
import { type BundleObject, head } from "./common.ts";

export interface RoleSubject {
  kind: "User" | "Group" | "ServiceAccount";
  name: string;
  apiGroup?: string;
  namespace?: string;
}

const RBAC = "rbac.authorization.k8s.io";

function binding(project: Project, name: string, clusterRole: string, subjects: RoleSubject[]): BundleObject {
  return {
    ...head(project, roleBindings, name),
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: clusterRole },
    subjects,
  };
}

/** In a suspended project nobody may start or stop anything; looking stays. */
const rightsWhileSuspended: readonly Role[] = ["viewer"];

/**
 * Who may do what in the namespace: people by role, bots, and Portico's web for the credentials' Secret and for logs.
 * Every role has its binding, empty or not, so that a right taken away is a list without that subject.
 */
export function roleBindingManifests(project: Project, config: ControlConfig): BundleObject[] {
  const { subjects, bots, suspended, namespace } = project.spec;
  const people = (role: Role): RoleSubject[] => {
    if (suspended && !rightsWhileSuspended.includes(role)) return [];
    const unique = new Map(subjects[role].map((subject) => [`${subject.kind}/${subject.name}`, subject]));
    return [...unique.values()].map(({ kind, name }) => ({ apiGroup: RBAC, kind, name }));
  };
  const botSubjects = suspended
    ? []
    : bots.map(({ name }) => ({ kind: "ServiceAccount" as const, name, namespace }));
  const web = {
    kind: "ServiceAccount" as const,
    name: config.webServiceAccount,
    namespace: config.systemNamespace,
  };
  return [
    ...roles.map((role) => binding(project, clusterRoles[role], clusterRoles[role], people(role))),
    ...(bots.length > 0 ? [binding(project, clusterRoles.bot, clusterRoles.bot, botSubjects)] : []),
    binding(project, "portico-web", clusterRoles.web, [web]),
  ];
}

/** The binding without any subject that `live` does not have already: rights may go, none come. */
export function onlyRevoking(desired: BundleObject, live: RoleSubject[]): BundleObject {
  const has = new Set(live.map(subjectKey));
  return {
    ...desired,
    subjects: (desired.subjects as RoleSubject[]).filter((subject) => has.has(subjectKey(subject))),
  };
}

function subjectKey({ kind, name, namespace = "" }: RoleSubject): string {
  return `${kind}/${namespace}/${name}`;
}
