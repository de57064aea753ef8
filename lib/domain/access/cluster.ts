import { clusterRoles, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { bindingsOf, type RoleBinding, reviewAccess } from "#lib/infra/kube/reviews.ts";
import type { ClusterNames } from "./data.ts";
import {
  type Bound,
  boundAs,
  type ClusterAct,
  clusterActs,
  clusterResource,
  type Subject,
  verbOf,
} from "./explain.ts";
import type { Permission } from "./permissions.ts";

/** How many questions go to the API server at once. */
const AT_ONCE = 8;

/** The web's own account, which each project binds for credentials and logs. */
const WEB_ACCOUNT = "system:serviceaccount:portico-system:portico-web";

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

/** Who in a project's bindings is known without asking the portal: its own account, and the project's bots. */
export const knownThere = (bots: readonly Subject[]): string[] => [
  `ServiceAccount/${WEB_ACCOUNT}`,
  ...bots.flatMap(boundAs),
];

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

type Asking<Said> = Promise<{ ok: true; said: Map<Subject, Said> } | { ok: false; message: string }>;

/** Asks something of the API server about each subject that it knows, a few at once. */
async function askEach<Said>(
  subjects: readonly Subject[],
  ask: (identity: NonNullable<Subject["cluster"]>) => Promise<Said>,
): Asking<Said> {
  const said = new Map<Subject, Said>();
  const waiting = [...subjects];
  const work = async () => {
    for (let subject = waiting.shift(); subject; subject = waiting.shift())
      if (subject.cluster) said.set(subject, await ask(subject.cluster));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { ok: true, said };
  } catch (error) {
    return unanswered(error);
  }
}

/** Whether the API server lets each do it. A permission that is the portal's alone is nothing to ask about. */
export async function askCluster(
  subjects: readonly Subject[],
  permission: Permission,
  namespace: string,
  client = kube(),
): Asking<boolean> {
  const verb = verbOf(permission);
  if (!verb) return { ok: true, said: new Map() };
  return askEach(subjects, (who) => reviewAccess(client, who, { ...clusterResource, verb, namespace }));
}

/** Whether the API server lets each do what no role of Portico's allows. */
export async function askBeyond(
  subjects: readonly Subject[],
  namespace: string,
  client = kube(),
): Asking<Record<ClusterAct, boolean>> {
  const can = async (who: NonNullable<Subject["cluster"]>, act: ClusterAct) => {
    for (const one of clusterActs[act])
      if (await reviewAccess(client, who, { ...one, namespace })) return true;
    return false;
  };
  return askEach(subjects, async (who) => ({
    secrets: await can(who, "secrets"),
    pods: await can(who, "pods"),
    workloads: await can(who, "workloads"),
  }));
}
