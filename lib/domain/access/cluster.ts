import { clusterRoles, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { bindingsOf, type RoleBinding, reviewAccess } from "#lib/infra/kube/reviews.ts";
import type { ClusterNames } from "./data.ts";
import { type Bound, clusterResource, type Subject, verbOf } from "./explain.ts";
import type { Permission } from "./permissions.ts";

/** How many questions go to the API server at once. */
const AT_ONCE = 8;

/** The web's own account, which each project binds for credentials and logs. */
export const WEB_ACCOUNT = "system:serviceaccount:portico-system:portico-web";

/** What the cluster has of a project: who is bound to what, and the bots among them; or why it does not say. */
export type ClusterSide = { ok: true; bound: Bound[]; bots: Subject[] } | { ok: false; message: string };

/** How the cluster names people and groups, by this installation's settings. */
export function clusterNames(): ClusterNames {
  const env = webEnv();
  return {
    issuer: env.PORTICO_CLUSTER_ISSUER,
    subjectPrefix: env.PORTICO_SUBJECT_PREFIX,
    groupPrefix: env.PORTICO_GROUP_PREFIX,
  };
}

/** Reads the RoleBindings of a project's namespace. */
export async function readClusterSide(namespace: string, client = kube()): Promise<ClusterSide> {
  try {
    const bound = (await bindingsOf(client, namespace)).flatMap((binding) => boundBy(binding, namespace));
    return { ok: true, bound, bots: botsOf(bound, namespace) };
  } catch (error) {
    return unanswered(error);
  }
}

function unanswered(error: unknown): { ok: false; message: string } {
  if (error instanceof KubeError) return { ok: false, message: error.message };
  throw error;
}

const accountName = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

function boundBy({ metadata, roleRef, subjects = [] }: RoleBinding, namespace: string): Bound[] {
  return subjects.map((subject) => ({
    binding: metadata.name,
    role: roleRef.name,
    kind: subject.kind,
    name:
      subject.kind === "ServiceAccount"
        ? accountName(subject.namespace ?? namespace, subject.name)
        : subject.name,
    ours: metadata.labels?.[labels.managedBy] === MANAGED_BY,
  }));
}

function botsOf(bound: Bound[], namespace: string): Subject[] {
  return bound
    .filter(({ ours, role, kind }) => ours && role === clusterRoles.bot && kind === "ServiceAccount")
    .map(({ name }) => ({
      kind: "bot",
      id: name,
      name: name.split(":").at(-1) ?? name,
      detail: null,
      suspended: false,
      scopes: null,
      grants: [{ at: "project", role: "bot", group: null, until: null }],
      cluster: {
        user: name,
        groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
      },
    }));
}

/**
 * Asks the API server about each subject that it knows, a few at once. A permission that is the portal's alone is nothing to
 * ask about.
 */
export async function askCluster(
  subjects: readonly Subject[],
  permission: Permission,
  namespace: string,
  client = kube(),
): Promise<{ ok: true; said: Map<Subject, boolean> } | { ok: false; message: string }> {
  const verb = verbOf(permission);
  const said = new Map<Subject, boolean>();
  const waiting = verb ? subjects.filter(({ cluster }) => cluster !== null) : [];
  const work = async () => {
    for (let subject = waiting.shift(); subject; subject = waiting.shift())
      if (subject.cluster && verb)
        said.set(
          subject,
          await reviewAccess(client, subject.cluster, { ...clusterResource, verb, namespace }),
        );
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { ok: true, said };
  } catch (error) {
    return unanswered(error);
  }
}
