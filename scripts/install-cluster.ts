import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile, loadKubeConfig } from "#lib/infra/kube/config.ts";
import {
  type KubeObject,
  kindOf,
  namespaces,
  pathOf,
  type Resource,
  serviceAccounts,
} from "#lib/infra/kube/objects.ts";

/**
 * Puts into a cluster what Portico needs there, custom resources, roles and admission policies, and mints kubeconfigs for its service accounts.
 *
 *   node scripts/install-cluster.ts [--kubeconfig FILE] [--context NAME] [--mint SERVICEACCOUNT=FILE …]
 */
const deploy = join(import.meta.dirname, "..", "deploy");
const SYSTEM_NAMESPACE = "portico-system";
const manager = { fieldManager: "portico-install" };
const RBAC = "rbac.authorization.k8s.io/v1";
const ADMISSION = "admissionregistration.k8s.io/v1";

interface Definition extends KubeObject {
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}

const definitions = kindOf<Definition>(
  "apiextensions.k8s.io/v1",
  "CustomResourceDefinition",
  "customresourcedefinitions",
  false,
);

const installed: Resource[] = [
  namespaces,
  serviceAccounts,
  kindOf(RBAC, "ClusterRole", "clusterroles", false),
  kindOf(RBAC, "ClusterRoleBinding", "clusterrolebindings", false),
  kindOf(RBAC, "Role", "roles"),
  kindOf(RBAC, "RoleBinding", "rolebindings"),
  kindOf(ADMISSION, "ValidatingAdmissionPolicy", "validatingadmissionpolicies", false),
  kindOf(ADMISSION, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", false),
];

/** Applies CRDs, RBAC and admission policies; may be run again at any time. Settles when the custom resources are served. @throws KubeError */
export async function installCluster(admin: KubeClient): Promise<void> {
  const crds = await documents("crds");
  await Promise.all(crds.map((object) => admin.apply(definitions, object, manager)));
  const all = await documents("rbac");
  const isNamespace = (object: KubeObject) => object.kind === namespaces.kind;
  await Promise.all(all.filter(isNamespace).map((object) => admin.apply(namespaces, object, manager)));
  const rest = all.filter((object) => !isNamespace(object));
  const kind = (object: KubeObject) => installed.find((resource) => resource.kind === object.kind)!;
  await Promise.all(rest.map((object) => admin.apply(kind(object), object, manager)));
  await Promise.all(crds.map((object) => served(admin, object)));
}

/**
 * A kubeconfig (YAML) for a service account (of `portico-system` unless another namespace is named), with a token that holds for `ttlSeconds`. For development
 * and tests; in a cluster a pod's own token is used. @throws KubeError
 */
export async function mintKubeconfig(
  admin: KubeClient,
  serviceAccount: string,
  ttlSeconds: number,
  namespace: string = SYSTEM_NAMESPACE,
): Promise<string> {
  const path = pathOf(serviceAccounts, { namespace, name: serviceAccount }, "token");
  const answer = await admin.request<{ status: { token: string } }>("POST", path, {
    body: {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: ttlSeconds },
    },
  });
  const server = admin.transport.server.href.replace(/\/$/, "");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "portico",
        cluster: { server, "certificate-authority-data": admin.transport.certificateAuthority },
      },
    ],
    users: [{ name: serviceAccount, user: { token: answer.status.token } }],
    contexts: [
      {
        name: serviceAccount,
        context: { cluster: "portico", user: serviceAccount, namespace },
      },
    ],
    "current-context": serviceAccount,
  });
}

async function documents(folder: string): Promise<KubeObject[]> {
  const names = (await readdir(join(deploy, folder))).filter((name) => name.endsWith(".yaml")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(deploy, folder, name), "utf8")));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject));
}

/** Applies definitions of kinds, and what needs no kind of theirs; settles when the kinds are served. @throws KubeError */
export async function installObjects(admin: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  const resourceOf = ({ kind }: KubeObject) =>
    kind === definitions.kind ? definitions : installed.find((resource) => resource.kind === kind)!;
  for (const object of objects) await admin.apply(resourceOf(object), object, manager);
  await Promise.all(objects.filter(({ kind }) => kind === definitions.kind).map((it) => served(admin, it)));
}

async function served(admin: KubeClient, { metadata: { name } }: KubeObject): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await admin.get(definitions, { name });
    const refused = found?.status?.conditions?.find(
      (c) => c.type === "NonStructuralSchema" && c.status === "True",
    );
    if (refused) throw new Error(`${name}: ${refused.message}`);
    if (found?.status?.conditions?.some((c) => c.type === "Established" && c.status === "True")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} is not served 30 s after it was applied.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: "string" },
      context: { type: "string" },
      mint: { type: "string", multiple: true, default: [] },
      ttl: { type: "string", default: "86400" },
    },
  });
  const config = values.kubeconfig ? fromFile(values.kubeconfig, values.context) : loadKubeConfig();
  const admin = new KubeClient(config);
  await installCluster(admin);
  for (const wanted of values.mint) {
    const [account = "", file = ""] = wanted.split("=");
    await writeFile(file, await mintKubeconfig(admin, account, Number(values.ttl)), { mode: 0o600 });
  }
  admin.close();
  process.stdout.write(`Portico's custom resources and roles are in ${admin.transport.server.host}.\n`);
}

if (import.meta.main) {
  await main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
